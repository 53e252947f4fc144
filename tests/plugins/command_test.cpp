// The program as its users meet it: exit statuses, what goes where, and that nothing half-written stays.
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "pipeline/tests/temporary_folder.hpp"
#include "test_plugins.hpp"

using namespace sheaf::testing;
using Catch::Contains;

namespace {

struct Program {
    TemporaryFolder folder;

    Program() {
        pipeline("[[input]]\nuse = \"plain\"\n[[transform]]\nuse = \"notes\"\n[[output]]\nuse = \"lines\"\n");
    }
    void pipeline(const std::string& stages) { folder.write("p.toml", "format = 1\n" + stages); }

    struct Outcome {
        int status;
        std::string out, err;
    };
    /// Runs the program in the folder, with the test plugins.
    Outcome operator()(const std::string& arguments) const {
        const std::string command = "cd '" + folder.path().string() + "' && SHEAF_PLUGIN_PATH='" +
                                    plugin_folder("sound").string() + "' '" SHEAF_PROGRAM "' " + arguments +
                                    " >stdout.txt 2>stderr.txt";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, folder.read("stdout.txt"),
                folder.read("stderr.txt")};
    }
};

}  // namespace

TEST_CASE("All letters converted: status 0, a line for each, and where the outputs are") {
    Program sheaf;
    sheaf.folder.write("in/a", "LETTER\n# One\nNote: x\n");
    sheaf.folder.write("in/sub/b", "LETTER\nText\n");
    const auto run = sheaf("convert in -p p.toml -o result");
    CHECK(run.status == 0);
    CHECK(run.out.empty());
    CHECK(run.err ==
          "a: converted: no profile, 0 sections; records: note 1\n"
          "sub/b: converted: no profile, 0 sections; no records\n"
          "2 letters: 2 converted; outputs are in result\n");
    CHECK(sheaf.folder.read("result/sub/b.txt") == "> Text\ntype note\n");
}

TEST_CASE("A letter fails: status 1, one diagnostic with code and hint, the others are complete") {
    Program sheaf;
    sheaf.folder.write("in/a.pdf", "\n <!DOCTYPE html>\n<html>");
    sheaf.folder.write("in/b", "");
    sheaf.folder.write("in/c", "LETTER\nText\n");
    const auto run = sheaf("convert in missing -p p.toml -o result");
    CHECK(run.status == 1);
    CHECK(run.err ==
          "a.pdf: error[not-recognised]: none of the inputs (\"plain\") recognises the file, which is a web "
          "page; "
          "the site answered with a page in place of the letter: fetch it again\n"
          "a.pdf: not converted\n"
          "b: error[empty-file]: the file is empty; fetch the letter again from where it came from\n"
          "b: not converted\n"
          "c: converted: no profile, 0 sections; no records\n"
          "missing: error[file-missing]: there is no such file or folder; check the path\n"
          "missing: not converted\n"
          "4 letters: 1 converted, 3 failed; outputs are in result\n");
    CHECK(std::filesystem::exists(sheaf.folder.path() / "result/c.txt"));
}

TEST_CASE("A doubtful letter: status 3") {
    Program sheaf;
    sheaf.folder.write("a", "LETTER\n? what\n");
    const auto run = sheaf("convert a -p p.toml");
    CHECK(run.status == 3);
    CHECK_THAT(run.err, Contains("a: doubtful[plain-doubt]: plain: a line begins with `?`\n"));
    CHECK_THAT(run.err, Contains("1 letter: 1 converted, 1 of them doubtful; outputs are in out\n"));
    CHECK(std::filesystem::exists(sheaf.folder.path() / "out/a.txt"));
}

TEST_CASE("Nothing can run: status 2") {
    Program sheaf;
    sheaf.folder.write("a", "LETTER\nText\n");
    CHECK(sheaf("").status == 2);
    CHECK(sheaf("convert").status == 2);
    CHECK(sheaf("convert a --no-such-option").status == 2);
    CHECK(sheaf("convert a -p missing.toml").status == 2);
    CHECK(sheaf("convert a -p p.toml --password-file missing").status == 2);
    CHECK(sheaf("convert a -p p.toml --plugin-dir missing").status == 2);
    sheaf.pipeline(
        "[[input]]\nuse = \"plain\"\n[[transform]]\nuse = \"faulty\"\nhow = \"create\"\n[[output]]\nuse = "
        "\"lines\"\n");
    const auto run = sheaf("convert a -p p.toml");
    CHECK(run.status == 2);
    CHECK(run.err == "p.toml:5:7: error[faulty-refusal]: faulty: the stage cannot be made\n");
    CHECK_FALSE(std::filesystem::exists(sheaf.folder.path() / "out"));
}

TEST_CASE("A command that does not exist is reported, with the one that was meant") {
    const auto run = Program()("chekc p.toml");
    CHECK(run.status == 2);
    CHECK(run.err == "sheaf: error[usage]: there is no command \"chekc\"; did you mean \"check\"?\n");
}

TEST_CASE("One letter may go to standard output in its JSON form, whatever the pipeline's outputs") {
    Program sheaf;
    sheaf.folder.write("a", "LETTER\nNote: x\n");
    const auto run = sheaf("convert a -p p.toml -o -");
    CHECK(run.status == 0);
    CHECK(run.out.starts_with("{\n  \"format\": \"sheaf-document/1\",\n"));
    CHECK_THAT(run.out, Contains("\"name\": \"a\""));
    CHECK(run.err == "a: converted: no profile, 0 sections; records: note 1\n");
    CHECK_FALSE(std::filesystem::exists(sheaf.folder.path() / "out"));

    sheaf.folder.write("b", "LETTER\nText\n");
    const auto two = sheaf("convert a b -p p.toml -o -");
    CHECK(two.status == 2);
    CHECK(two.out.empty());
    CHECK_THAT(two.err, Contains("error[usage]: `-o -` takes one letter, and there are 2"));
}

TEST_CASE("A password file opens a locked letter") {
    Program sheaf;
    sheaf.folder.write("a", "LETTER\nLOCKED\n");
    sheaf.folder.write("password", "open sesame\r\nanother line\n");
    const auto locked = sheaf("convert a -p p.toml");
    CHECK(locked.status == 1);
    CHECK_THAT(locked.err,
               Contains("a: error[plain-locked]: plain: the letter is locked; supply the password\n"));
    CHECK(sheaf("convert a -p p.toml --password-file password").status == 0);
}

TEST_CASE("A quiet run writes errors only, a verbose one notes, too") {
    Program sheaf;
    sheaf.folder.write("in/a", "LETTER\n? what\n");
    sheaf.folder.write("in/b", "");
    CHECK(sheaf("convert in -p p.toml -q").err ==
          "b: error[empty-file]: the file is empty; fetch the letter again from where it came from\n");
    sheaf.pipeline(
        "[[input]]\nuse = \"plain\"\n[[transform]]\nuse = \"faulty\"\nhow = \"undeclared-code\"\n"
        "[[output]]\nuse = \"lines\"\n");
    CHECK_THAT(sheaf("convert in -p p.toml").err, !Contains("faulty-secret"));
    CHECK_THAT(sheaf("convert in -p p.toml -v").err,
               Contains("a: note[faulty-secret]: faulty: nobody knows"));
}

TEST_CASE("Logs for machines are one JSON object a line") {
    Program sheaf;
    sheaf.folder.write("a", "LETTER\n? what\n");
    CHECK(
        sheaf("convert a -p p.toml --log-format=json").err ==
        R"({"letter":"a","severity":"doubtful","code":"plain-doubt","message":"a line begins with `?`","stage":"plain"}
{"letter":"a","converted":true,"doubtful":true,"profile":"","pages":0,"sections":0,"records":{"note":0},"outputs":["a.txt"]}
{"converted":1,"doubtful":1,"failed":0,"left":0,"out":"out"}
)");
}

TEST_CASE("The same letters give the same bytes, in whatever order and folder") {
    Program sheaf;
    sheaf.folder.write("in/a", "LETTER\nNote: x\n");
    sheaf.folder.write("in/B", "LETTER\nText\n");
    sheaf.folder.write("moved/a", "LETTER\nNote: x\n");
    sheaf.folder.write("moved/B", "LETTER\nText\n");
    CHECK(sheaf("convert in/a in/B -p p.toml -o one").status == 0);
    CHECK(sheaf("convert moved -p p.toml -o two").status == 0);
    CHECK(std::system(("diff -r '" + (sheaf.folder.path() / "one").string() + "' '" +
                       (sheaf.folder.path() / "two").string() + "'")
                          .c_str()) == 0);
}

TEST_CASE("A pipeline without mistakes is ok, one with mistakes ends with status 2") {
    Program sheaf;
    const auto good = sheaf("check p.toml");
    CHECK(good.status == 0);
    CHECK(good.out == "p.toml: ok: plain -> notes -> lines\n");
    CHECK(good.err.empty());
    sheaf.pipeline("[[input]]\nuse = \"plane\"\n");
    const auto bad = sheaf("check p.toml");
    CHECK(bad.status == 2);
    CHECK(bad.out.empty());
    CHECK(bad.err ==
          "p.toml:1:1: error[no-output]: the pipeline has no output; add [[output]] with use = \"...\"\n"
          "p.toml:3:7: error[unknown-stage]: no plugin offers an input \"plane\"; did you mean \"plain\"?\n");
}

TEST_CASE("sheaf plugins lists plugins with their stages, and refused ones with the reason") {
    Program sheaf;
    const auto run = sheaf("plugins --plugin-dir '" + plugin_folder("hidden").string() + "'");
    CHECK(run.status == 2);
    CHECK_THAT(run.out, Contains("test.plain 1.0.0  Sound stages made for tests"));
    CHECK_THAT(run.out, Contains("transform  notes             Makes a record of every note."));
    CHECK_THAT(run.out, Contains("test.hidden"));
    CHECK_THAT(run.err, Contains("/hidden/sheaf-broken.so: error[plugin-magic]: "));
}

TEST_CASE("A library that ends or stops whoever loads it costs sheaf plugins nothing") {
    const auto run = Program()("plugins --plugin-dir '" + plugin_folder("unsafe").string() + "'");
    CHECK(run.status == 2);
    CHECK_THAT(run.out, Contains("test.plain 1.0.0") && !Contains("test.exits"));
    const std::string opening = ".so: error[plugin-unsafe]: the process that loaded the library ";
    const std::string end = "; remove the file: no pipeline can use it without harm\n";
    CHECK_THAT(run.err,
               Contains("/sheaf-crashes" + opening + "was ended by the signal SIGABRT (Aborted)" + end));
    CHECK_THAT(run.err, Contains("/sheaf-exits" + opening + "ended with status 0" + end));
    CHECK_THAT(run.err,
               Contains("/sheaf-hangs" + opening + "did not end within 5 seconds and was stopped" + end));
}

TEST_CASE("A pipeline file cannot name a library to load, nor can the working directory offer one") {
    Program sheaf;
    for (const char* name : {"sheaf-exits.so", "libexits.so", "sheaf-plain.so"})
        std::filesystem::copy_file(plugin_folder("unsafe") / "sheaf-exits.so", sheaf.folder.path() / name);
    const std::string here = sheaf.folder.path().string();
    for (const std::string& use :
         std::vector<std::string>{"exits", "./exits", "sheaf-exits.so", here + "/sheaf-exits.so",
                                  "../" + sheaf.folder.path().filename().string() + "/exits",
                                  "x/../../" + here + "/sheaf-exits"}) {
        CAPTURE(use);
        sheaf.pipeline("[[input]]\nuse = \"plain\"\n[[transform]]\nuse = \"" + use +
                       "\"\n[[output]]\nuse = \"lines\"\n");
        const auto run = sheaf("check p.toml");
        CHECK(run.status == 2);
        CHECK_THAT(run.err, Contains("p.toml:5:7: error[unknown-stage]: no plugin offers a transform \"" +
                                     use + "\""));
    }
}

TEST_CASE("sheaf plugins finds defaults that their own declaration refuses") {
    const auto run = Program()("plugins --plugin-dir '" + plugin_folder("default").string() + "'");
    CHECK(run.status == 2);
    CHECK_THAT(run.err,
               Contains("error[plugin-descriptor]: the default of option \"size\", `12`, is no valid"));
}

TEST_CASE("sheaf options describes a stage, in words, in JSON and in Markdown") {
    Program sheaf;
    const auto words = sheaf("options lines");
    CHECK(words.status == 0);
    CHECK_THAT(words.out, Contains("output lines: Writes a line for each block."));
    CHECK_THAT(words.out, Contains("mode  (choice: plain|fancy|terse, default \"plain\")"));
    CHECK_THAT(words.out, Contains("width  (whole number) from 10 to 200"));
    const auto json = sheaf("options notes --json");
    CHECK_THAT(json.out, Contains("\"profile_keys\""));
    CHECK_THAT(json.out, Contains("\"default\": [\n        \"^Note\"\n      ]"));
    const auto page = sheaf("options notes --markdown");
    CHECK_THAT(page.out, Contains("## transform `notes`"));
    CHECK_THAT(page.out, Contains("| `aliases[].pattern` | pattern | required | what is written. |"));
    CHECK_THAT(sheaf("options --schema").out, Contains("\"$schema\""));
    const auto unknown = sheaf("options linse");
    CHECK(unknown.status == 2);
    CHECK(unknown.err ==
          "sheaf: error[unknown-stage]: no plugin offers a stage \"linse\"; did you mean \"lines\"?\n");
}
