// Runs the operators of a page's content streams and collects glyph runs, rules and images. Knows no Poppler.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "content.hpp"
#include "matrix.hpp"
#include "objects/lexer.hpp"
#include "painted.hpp"
#include "reader.hpp"
#include "resources.hpp"

namespace sheaf::pdf {

/// What a letter has used of its limits, and what went wrong on the way.
struct Usage {
    std::uint64_t operators = 0, glyphs = 0;
    bool operators_exceeded = false, glyphs_exceeded = false, forms_too_deep = false, form_cycle = false;
    std::uint64_t shown_without_font = 0;  ///< strings that no known font could show
};

class Interpreter {
  public:
    /// `to_page` leads from default user space to the page as shown; the page's size must be set.
    Interpreter(PageContent& page, Painted& painted, const Matrix& to_page, const Limits& limits,
                Usage& usage);

    /// Runs a whole content stream, forms included. `stream` is the object number of the form, 0 for the page.
    void run(std::string_view content, const Resources& resources, std::uint32_t stream);
    /// Runs a form as if `Do` had named it, placed by `placement` first.
    void run_form(const XObject& form, const Resources& resources, const Matrix& placement);
    /// From here on all is an annotation's: drawn as if nothing had been drawn before (ISO 32000-1, 12.5.5). `stamp`: what
    /// it says is printed over the page and no part of its text; `see_through`: it marks words and hides none.
    void begin_annotation(bool stamp, bool see_through);

  private:
    struct Color {
        ColorSpace space;
        std::uint32_t rgb = 0;
        bool known = true;  ///< it is one colour, and that one
    };
    struct State {
        Matrix ctm;
        Rect clip;
        const LetterFont* font = nullptr;
        double size = 0, char_space = 0, word_space = 0, scale = 1, rise = 0, leading = 0, line_width = 1;
        int render_mode = 0;
        Color fill, stroke;
        double fill_opacity = 1, stroke_opacity = 1, group_opacity = 1;
        Blend blend = Blend::normal;
        bool masked = false;         ///< by a soft mask: how opaque paint is cannot be told
        bool group_unclear = false;  ///< the same, of the group that is drawn as a whole
        bool group_inverts = false;  ///< the blend mode of that group inverts what is below it
        bool clip_exact = true;      ///< the clip is that box and no other shape
    };
    struct PathPoint {
        Point at;
        bool begins;    ///< a subpath
        bool straight;  ///< reached by a straight line
    };
    /// Marked content, with all that it has from the marked content around it.
    struct Mark {
        std::int32_t mcid = -1, actual_text = -1, language = -1;
        std::uint32_t stream = 0;
        Artifact artifact = Artifact::none;
        bool is_artifact = false, hidden = false;
    };
    /// The run that the next glyphs may belong to.
    struct OpenRun {
        bool open = false;
        const LetterFont* font = nullptr;
        Point start, end;  ///< of the glyphs so far, on the page
        Point pen;         ///< where the next glyph is expected
        Point along, up;   ///< one em in running direction, and from the baseline upwards
        Rect clip;
    };

    /// From text space to the page's axis that a run follows.
    struct Axis {
        double x = 0, y = 0, offset = 0;
        float at(Point p) const { return static_cast<float>(place(offset + x * p.x + y * p.y)); }
    };

    // interpreter.cpp: operators, forms; state.cpp: the graphics state
    void execute(std::string_view name, Lexer& lexer, const Resources& resources);
    bool numbers(std::size_t count, double* values) const;
    const Token* last(Token::Kind kind) const;
    void save();
    void restore();
    void do_xobject(const Resources& resources);
    void inline_image(Lexer& lexer);
    void set_state(const GraphicsState& set);
    void set_components(Color& color, ColorSpace space);

    // marks.cpp: marked content
    void begin_marked_content(bool with_properties, const Resources& resources);
    void end_marked_content();

    // text.cpp: text
    void set_font(const LetterFont* font, double size);
    void next_line(double x, double y);
    void show_string(const Token& string);
    void show_array();
    /// Shows strings, moved by the numbers between them.
    void show(const Token* item, const Token* end);
    bool continues_run(Point start, Point along, Point up) const;
    Axis prepare_run(const Matrix& to_page, Point pen);
    void close_run();
    void part_clipped(const Rect& seen);

    // paths.cpp: paths, clips, images
    void add_rough_stroke(const PathPoint* p, std::size_t count);
    static bool is_box(const PathPoint* p, std::size_t count);
    void add_point(double x, double y, bool begins);
    void add_rectangle(double x, double y, double width, double height);
    void paint(bool fill, bool stroke, bool even_odd);
    void end_path();
    void add_rule(const Rect& box, bool filled, std::uint32_t color);
    void add_image(const XObject& image);
    void add_shading();
    Ink ink(const Color& color, double opacity) const;
    TextInk text_ink() const;
    Area area(const Ink& ink) const;
    void add_filled(bool even_odd);
    void add_shape(const Rect& box);
    void add_stroked(Point from, Point to, double width);

    PageContent& page_;
    Painted& painted_;
    const Limits& limits_;
    Usage& usage_;
    Rect page_box_;

    std::vector<Token> operands_;

    Matrix to_page_;
    State state_;
    std::vector<State> saved_;
    std::size_t saved_base_ = 0, marks_base_ = 0;  ///< what the stream being run must not close
    std::uint64_t unsaved_ = 0;                    ///< `q` beyond the depth that is kept
    Matrix text_matrix_;
    Point line_, pen_;  ///< start of line and pen, in the text matrix's space

    Mark mark_;
    std::vector<Mark> marks_;
    std::uint64_t unmarked_ = 0;  ///< marked content beyond the depth that is kept
    std::uint32_t stream_ = 0;
    bool annotation_ = false, see_through_ = false;
    std::vector<std::uint32_t> forms_;  ///< object numbers of the forms being run

    OpenRun open_;
    std::string scratch_;

    std::vector<PathPoint> path_;
    std::vector<Corner> corners_;  ///< of what is painted; kept for its memory
    bool clip_pending_ = false;
};

}  // namespace sheaf::pdf
