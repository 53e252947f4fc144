#include "review/page.hpp"

#include "base/wording.hpp"
#include "review/assets.hpp"

namespace sheaf::review {

namespace {

void write_head(const Element& head, std::string_view title) {
    head.add("meta", {{"charset", "utf-8"}});
    head.add("title", {}, std::string(title) + " · Sheaf review");
    head.add("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    head.add("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    head.add("link", {{"rel", "icon"}, {"href", "data:,"}});
    head.add("link", {{"rel", "stylesheet"}, {"href", style_path}});
    head.add("script", {{"src", script_path}, {"defer", "defer"}});
}

void write_navigation(const Element& body, const Site& site, std::string_view here) {
    const Element header = body.newline().add("header", {{"class", "bar"}});
    const Element nav = header.add("nav", {{"aria-label", "Pages"}});
    const auto link = [&](const char* path, const char* text) {
        const Element a = nav.add("a", {{"href", path}}, text);
        if (here == path) a.attribute("aria-current", "page");
    };
    link("/", "Queue");
    if (site.has_archive) {
        link("/letters", "Letters");
        link("/search", "Search");
        link("/authorities", "Authorities");
        link("/charts", "Charts");
    }
    link("/trust", "Trust");
    header.add("p", {{"class", "who"}},
               site.read_only ? std::string("read only") : "You decide as " + site.by);
}

}  // namespace

std::string page(const Site& site, std::string_view title, std::string_view here,
                 const std::function<void(const Element& body)>& write) {
    html::Tree tree;
    const Element root = tree.root();
    root.attribute("lang", "en").newline();
    write_head(root.add("head"), title);
    const Element body = root.newline().add("body", {{"class", "review"}});
    body.add("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the content");
    write_navigation(body, site, here);
    write(body.newline());
    body.newline();
    return tree.write();
}

std::string notice(const Site& site, std::string_view title, std::string_view text) {
    return page(site, title, "", [&](const Element& body) {
        const Element main = body.add("main", {{"id", "main"}, {"class", "plain"}});
        main.add("h1", {}, title);
        main.add("p").lines(text);
    });
}

void write_message(const Element& parent, std::string_view message) {
    bool quoted = false;
    for (bool first = true;; first = false, quoted = !quoted) {
        const std::size_t end = message.find('`');
        std::string part(message.substr(0, end));
        const bool closed = end != std::string_view::npos;
        if (first && !part.empty() && part[0] >= 'a' && part[0] <= 'z')
            part[0] = static_cast<char>(part[0] - 'a' + 'A');
        if (quoted && closed)
            parent.add("q", {}, part);
        else
            parent.text(quoted ? '`' + part : part);
        if (!closed) return;
        message.remove_prefix(end + 1);
    }
}

std::string count(std::size_t number, const std::string& noun) {
    return plural(number, noun);
}

}  // namespace sheaf::review
