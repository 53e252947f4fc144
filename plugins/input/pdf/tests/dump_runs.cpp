// dump-runs FILE...: what the reader sees, one run a line.
#include <cstdio>
#include <string>

#include "reader.hpp"
#include "shared_files.hpp"

namespace {

void dump(const sheaf::pdf::Content& content, bool with_tree) {
    std::printf("tagged %d, producer '%s', language '%s'\n", content.tagged, content.producer.c_str(),
                content.language.c_str());
    for (const auto& d : content.diagnostics)
        std::printf("! %s: %s (page %d)\n", d.code.c_str(), d.message.c_str(), d.place.page);
    if (with_tree) {
        for (const auto& node : content.structure.nodes)
            std::printf("%*s%s (%s)%s%s\n", node.depth * 2, "", node.role.c_str(), node.raw_role.c_str(),
                        node.actual_text.empty() ? "" : " actual ", node.actual_text.c_str());
    }
    for (const auto& page : content.pages) {
        std::printf("== page %d '%s' %.1f x %.1f, turned %d: %zu runs, %zu rules, %zu images, %zu links\n",
                    page.number, page.label.c_str(), page.width, page.height, page.rotation, page.runs.size(),
                    page.rules.size(), page.images.size(), page.links.size());
        for (const auto& run : page.runs) {
            const std::string text(page.text_of(run));
            const auto* ref = content.structure.find({page.number, run.stream, run.mcid});
            std::printf(
                "%7.2f %7.2f %7.2f %7.2f base %7.2f size %5.2f %-24s mcid %4d/%u %-8s%s%s%s%s dir %d col "
                "%06x link %d |%s|\n",
                run.left, run.top, run.right, run.bottom, run.baseline, run.size,
                content.fonts[run.font].name.c_str(), run.mcid, run.stream,
                ref ? content.structure.nodes[static_cast<std::size_t>(ref->node)].role.c_str() : "-",
                run.is_artifact ? " artifact" : "", run.clipped ? " clipped" : "",
                run.optional_hidden ? " hidden" : "", run.render_mode == 3 ? " invisible" : "", run.direction,
                run.color, run.link, text.c_str());
        }
        for (const auto& rule : page.rules)
            std::printf("rule %.1f %.1f %.1f %.1f %s %06x\n", rule.box.left, rule.box.top, rule.box.right,
                        rule.box.bottom, rule.filled ? "filled" : "drawn", rule.color);
        for (const auto& link : page.links)
            std::printf("link %.1f %.1f %.1f %.1f %s page %d at %.1f\n", link.box.left, link.box.top,
                        link.box.right, link.box.bottom, link.uri.c_str(), link.page, link.top);
    }
}

}  // namespace

int main(int count, char** arguments) {
    bool quiet = false, tree = false;
    for (int i = 1; i < count; ++i) {
        const std::string name = arguments[i];
        if (name == "-q")
            quiet = true;
        else if (name == "-t")
            tree = true;
        else {
            const std::string bytes = read_file(name);
            try {
                const auto content = sheaf::pdf::read_content(bytes, "", sheaf::pdf::Limits());
                if (!quiet) dump(content, tree);
            } catch (const sheaf::StageError& e) {
                std::printf("%s: %s\n", name.c_str(), e.what());
            }
        }
    }
}
