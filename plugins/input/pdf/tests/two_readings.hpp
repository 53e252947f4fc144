// A file read without Poppler and by Poppler: the two must say the same.
#pragma once

#include <cmath>
#include <optional>
#include <sstream>
#include <string>

#include "reader.hpp"
#include "reader/file.hpp"

namespace sheaf::pdf {

/// What the plain reading gives; nothing where the file wants Poppler.
inline std::optional<Content> read_plainly(std::string_view bytes, const Limits& limits = {}) {
    try {
        return read_file(*open_plain(bytes, limits.inflated), limits);
    } catch (const NotPlain&) {
        return std::nullopt;
    }
}

inline Content read_with_poppler(std::string_view bytes, const Limits& limits = {}) {
    return read_file(*open_with_poppler(bytes, "", limits.inflated), limits);
}

/// The first thing in which two readings differ; empty where they say the same. Places may differ by what adding up
/// decimals costs; Poppler's remarks on syntax are its own.
inline std::string difference(const Content& a, const Content& b) {
    std::ostringstream out;
    const auto far = [](const Box& x, const Box& y) {
        const auto apart = [](double p, double q) { return std::abs(p - q) > 0.11; };
        return apart(x.left, y.left) || apart(x.top, y.top) || apart(x.right, y.right) ||
               apart(x.bottom, y.bottom);
    };
    const auto said = [](const Content& content) {
        std::string all;
        for (const auto& d : content.diagnostics)
            if (d.code != "pdf-syntax")
                all += d.code + " " + std::to_string(d.place.page) + " " + d.message + "\n";
        return all;
    };
    if (said(a) != said(b)) out << "diagnostics: " << said(a) << " / " << said(b);
    if (a.tagged != b.tagged || a.language != b.language || a.producer != b.producer ||
        a.properties != b.properties)
        out << "what the file says of itself";
    if (a.fonts.size() != b.fonts.size()) {
        out << "fonts";
    } else {
        for (std::size_t i = 0; i < a.fonts.size(); ++i) {
            const Font &f = a.fonts[i], &g = b.fonts[i];
            if (f.name != g.name || f.bold != g.bold || f.italic != g.italic || f.symbolic != g.symbolic ||
                f.fixed_pitch != g.fixed_pitch || std::abs(f.ascent - g.ascent) > 1e-5 ||
                std::abs(f.descent - g.descent) > 1e-5)
                out << "font " << f.name << " / " << g.name << "; ";
        }
    }
    if (a.structure.nodes.size() != b.structure.nodes.size() ||
        a.structure.refs.size() != b.structure.refs.size()) {
        out << "structure";
    } else {
        for (std::size_t i = 0; i < a.structure.nodes.size(); ++i) {
            const StructNode &m = a.structure.nodes[i], &n = b.structure.nodes[i];
            if (m.role != n.role || m.raw_role != n.raw_role || m.parent != n.parent || m.alt != n.alt ||
                m.actual_text != n.actual_text || m.language != n.language ||
                m.column_span != n.column_span || m.row_span != n.row_span)
                out << "element " << i << " " << m.role << " / " << n.role << "; ";
        }
    }
    if (a.pages.size() != b.pages.size()) out << "pages";
    for (std::size_t i = 0; out.str().empty() && i < a.pages.size(); ++i) {
        const PageContent &p = a.pages[i], &q = b.pages[i];
        out << (p.label != q.label ? "label " : "") << (p.text != q.text ? "text " : "")
            << (p.rotation != q.rotation ? "rotation " : "")
            << (p.rules.size() != q.rules.size() ? "rules " : "")
            << (p.images.size() != q.images.size() ? "images " : "")
            << (p.links.size() != q.links.size() ? "links " : "")
            << (p.unset.size() != q.unset.size() ? "unset " : "")
            << (p.runs.size() != q.runs.size() ? "runs " : "")
            << (p.actual_texts != q.actual_texts ? "ActualText " : "")
            << (far({0, 0, p.width, p.height}, {0, 0, q.width, q.height}) ? "size " : "");
        if (out.str().empty()) {
            for (std::size_t r = 0; r < p.runs.size(); ++r) {
                const Run &x = p.runs[r], &y = q.runs[r];
                if (p.text_of(x) != q.text_of(y) || x.font != y.font || std::abs(x.size - y.size) > 0.01 ||
                    far({x.left, x.top, x.right, x.bottom}, {y.left, y.top, y.right, y.bottom}) ||
                    x.mcid != y.mcid || x.stream != y.stream || x.artifact != y.artifact ||
                    x.is_artifact != y.is_artifact || x.render_mode != y.render_mode || x.color != y.color ||
                    x.link != y.link || x.clipped != y.clipped || x.direction != y.direction ||
                    x.optional_hidden != y.optional_hidden || x.annotation != y.annotation) {
                    out << "run " << p.text_of(x) << " / " << q.text_of(y);
                    break;
                }
            }
            for (std::size_t r = 0; r < p.rules.size(); ++r)
                if (far(p.rules[r].box, q.rules[r].box) || p.rules[r].color != q.rules[r].color)
                    out << "rule " << r;
            for (std::size_t l = 0; l < p.links.size(); ++l)
                if (far(p.links[l].box, q.links[l].box) || p.links[l].uri != q.links[l].uri ||
                    p.links[l].page != q.links[l].page || std::abs(p.links[l].top - q.links[l].top) > 0.11)
                    out << "link " << l;
        }
        if (!out.str().empty()) out << " on page " << p.number;
    }
    return out.str();
}

}  // namespace sheaf::pdf
