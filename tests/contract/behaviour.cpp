// What a plugin's stages do: with nothing, with nonsense, with documents of every shape, and twice.
#include <algorithm>
#include <map>

#include "captured_output.hpp"
#include "random_document.hpp"
#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"
#include "suite.hpp"

namespace contract {

using namespace sheaf;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::TestContext;

namespace {

constexpr std::uint64_t random_documents = 60;

Document short_letter() {
    return DocumentBuilder()
        .furniture("A running header")
        .heading(1, "A letter about a bridge")
        .paragraph("The bridge is closed on Sundays and = open otherwise.", "1.1")
        .heading(2, "What needs to improve?")
        .item("=The lamp at the northern end.")
        .table({{"Term", "Meaning"}, {"Bridge", "A way, \"over\" water"}, {"Lamp", ""}}, 1)
        .footnote("Since 1904.", "1");
}

/// A document with a name for messages.
struct Sample {
    std::string name;
    Document document;
};

std::vector<Sample> samples() {
    std::vector<Sample> made = {{"a document without anything", {}},
                                {"an empty letter", DocumentBuilder().build()},
                                {"a short letter", short_letter()}};
    for (std::uint64_t seed = 1; seed <= random_documents; ++seed)
        made.push_back({"random document " + std::to_string(seed), RandomDocument(seed).make()});
    return made;
}

class Files : public Sink {
  public:
    void write(std::string_view suffix, std::string_view bytes) override {
        if (!suffix.starts_with('.') || suffix.find('/') != std::string_view::npos)
            faults.push_back("writes a file with the suffix `" + std::string(suffix) +
                             "`: it must begin with a dot and hold no slash");
        if (!files.emplace(suffix, bytes).second)
            faults.push_back("writes the file `" + std::string(suffix) + "` twice");
    }
    std::map<std::string, std::string> files;
    std::vector<std::string> faults;
};

class BehaviourCheck {
  public:
    BehaviourCheck(Suite& suite, const Setting& setting, const StageSpec& stage)
        : suite_(suite),
          stage_(stage),
          who_(std::string(name(stage.kind)) + " `" + stage.name + "`"),
          plan_(setting.alone(stage)),
          live_(create_stages(plan_, problems_)) {}

    void run(const std::vector<std::filesystem::path>& letters) {
        expect(problems_.empty(), "cannot be created: " + first_of(problems_));
        if (!problems_.empty()) return;
        switch (stage_.kind) {
            case StageKind::input:
                input(object(live_.inputs[0]), letters);
                break;
            case StageKind::transform:
                for (const Sample& sample : samples()) transform(object(live_.transforms[0]), sample);
                break;
            case StageKind::output:
                for (const Sample& sample : samples()) output(object(live_.outputs[0]), sample);
                break;
        }
    }

  private:
    /// With the rules of every profile.
    template <class Interface>
    Interface& object(LiveStage<Interface>& stage) {
        return *stage_for(stage, plan_, {}, problems_);
    }

    void expect(bool holds, const std::string& broken) { suite_.expect(holds, who_ + " " + broken); }

    /// Calls the stage. It writes nothing to standard output, throws nothing but StageError with a code that it
    /// declares, and reports such codes only. False when it threw.
    template <class Call>
    bool call(Call call, const std::string& with, std::string* refusal = nullptr) {
        TestContext context(plan_.record_types);
        CapturedOutput captured;
        bool done = false;
        std::vector<Diagnostic> reported;
        try {
            call(context);
            done = true;
        } catch (const StageError& error) {
            reported.push_back(error.diagnostic());
            if (refusal) *refusal = error.diagnostic().code;
        } catch (const std::exception& error) {
            expect(false, "throws something else than StageError with " + with + ": " + error.what());
        } catch (...) {
            expect(false, "throws something that is no exception with " + with);
        }
        expect(captured.text().empty(), "writes to standard output with " + with);
        std::move(context.diagnostics.begin(), context.diagnostics.end(), std::back_inserter(reported));
        for (const Diagnostic& diagnostic : reported) {
            const auto declared =
                std::find_if(stage_.diagnostics.begin(), stage_.diagnostics.end(),
                             [&](const DiagnosticSpec& spec) { return diagnostic.code == spec.code; });
            expect(declared != stage_.diagnostics.end(),
                   "reports the code `" + diagnostic.code + "` without declaring it");
            expect(!diagnostic.message.empty(), "reports `" + diagnostic.code + "` without a message");
        }
        return done;
    }

    void valid(const Document& document, const std::string& with) {
        const std::vector<std::string> faults = validate(document);
        expect(faults.empty(), "leaves a document that is not valid, with " + with + ": " +
                                   (faults.empty() ? std::string() : faults.front()));
    }

    /// The reading of the bytes as JSON, or the code with which they are refused.
    std::string reading(Input& input, const std::string& bytes, const std::string& with) {
        std::string result;
        Document document;
        if (!call([&](Context& context) { document = input.read(bytes, context); }, with, &result))
            return result;
        valid(document, with);
        expect(document.ledger.unaccounted == 0, "leaves characters unaccounted for, with " + with);
        return to_json(document);
    }

    void input(Input& input, const std::vector<std::filesystem::path>& letters) {
        const std::string noise = "\xff\xfe nothing in particular \x01\x02" + std::string(5000, 'x');
        for (const std::string& bytes : {std::string(), std::string(1, '\0'), noise}) {
            expect(input.sniff(bytes) == 0, "recognises an empty file, or noise, as its format");
            reading(input, bytes, "noise");
        }
        int recognised = 0;
        for (const auto& file : letters) {
            const std::string whole = content(file);
            const int sure = input.sniff(whole);
            expect(sure >= 0 && sure <= 100, "is sure of a file by " + std::to_string(sure) + " of 100");
            if (sure == 0) continue;
            const std::string with = file.filename().string();
            if (++recognised == 1)
                for (const std::size_t part : {8, 3, 2}) {
                    const std::string cut = whole.substr(0, whole.size() - whole.size() / part);
                    const std::string half = "the beginning of " + with;
                    expect(reading(input, cut, half) == reading(input, cut, half),
                           "reads " + half + " in two ways");
                }
            expect(reading(input, whole, with) == reading(input, whole, with),
                   "reads " + with + " in two ways");
        }
        if (letters.empty())
            suite_.remark(who_ + " was not given any letters: name some with LETTERS");
        else
            expect(recognised > 0, "recognises none of the letters that it was given");
    }

    std::string applied(Transform& transform, const Sample& sample) {
        Document document = sample.document;
        if (!call([&](Context& context) { transform.apply(document, context); }, sample.name)) return {};
        valid(document, sample.name);
        return to_json(document, plan_.record_types);
    }

    void transform(Transform& transform, Sample sample) {
        // What only this stage makes, no stage has made before it.
        std::erase_if(sample.document.records, [&](const Record& record) {
            return std::any_of(stage_.provides.begin(), stage_.provides.end(),
                               [&](const RecordSpec& made) { return record.type == made.name; });
        });
        expect(applied(transform, sample) == applied(transform, sample),
               "does something else the second time with " + sample.name);
    }

    std::map<std::string, std::string> written(Output& output, const Sample& sample) {
        Files files;
        call([&](Context& context) { output.write(sample.document, files, context); }, sample.name);
        for (const std::string& fault : files.faults) expect(false, fault);
        return std::move(files.files);
    }

    void output(Output& output, const Sample& sample) {
        expect(written(output, sample) == written(output, sample),
               "writes other bytes the second time with " + sample.name);
    }

    Suite& suite_;
    const StageSpec& stage_;
    std::string who_;
    Plan plan_;
    std::vector<Diagnostic> problems_;
    LiveStages live_;
};

}  // namespace

void check_behaviour(Suite& suite, const Setting& setting,
                     const std::vector<std::filesystem::path>& letters) {
    for (const StageSpec& stage : setting.plugin->descriptor->stages) {
        if (setting.cannot_run_alone(stage))
            suite.remark(std::string("stage `") + stage.name +
                         "` was not run alone: it needs options or records; name a pipeline with PIPELINE");
        else
            BehaviourCheck(suite, setting, stage).run(letters);
    }
}

}  // namespace contract
