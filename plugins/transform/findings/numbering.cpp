#include "numbering.hpp"

#include <algorithm>

namespace sheaf::findings {

namespace {

/// Longer numbers are no paragraph numbers, and must not overflow.
constexpr int largest = 9999;

struct Chain {
    std::vector<std::size_t> members;
    std::size_t touched = 0;  ///< when it was last extended
};

bool begins(const Number& number) {
    return number.back() == 1;
}

/// `b` is the number that counts on from `a`.
bool follows(const Number& a, const Number& b) {
    if (a.size() != b.size()) return false;
    Number next = a;
    ++next.back();
    // The first below a higher number: sections without paragraphs may stand between them.
    return b == next || (b.size() > 1 && begins(b) && b > a);
}

class Judge {
  public:
    explicit Judge(const std::vector<Number>& numbers) : numbers_(numbers) {}

    Numbering run() {
        for (std::size_t i = 0; i < numbers_.size(); ++i)
            if (Chain* chain = chain_of(i)) {
                chain->members.push_back(i);
                chain->touched = i + 1;
            } else {
                strays_.push_back(i);
            }
        return verdict();
    }

  private:
    const Number& last(const Chain& chain) const { return numbers_[chain.members.back()]; }

    /// The chain that the number continues, begins, or goes on with after a gap; null for a stray.
    Chain* chain_of(std::size_t i) {
        const Number& number = numbers_[i];
        Chain* best = nullptr;
        for (Chain& chain : chains_)
            if (follows(last(chain), number) && (!best || chain.touched > best->touched)) best = &chain;
        if (best) return best;
        if (begins(number) || chains_.empty()) return &chains_.emplace_back();
        for (Chain& chain : chains_)
            if (last(chain).size() == number.size() && last(chain) < number &&
                (!best || last(chain) > last(*best)))
                best = &chain;
        // Where the next number counts on without this one, this one is astray.
        if (best && i + 1 < numbers_.size() && follows(last(*best), numbers_[i + 1])) return nullptr;
        return best;
    }

    Numbering verdict() const {
        Numbering result;
        const Chain* main = nullptr;
        for (const Chain& chain : chains_)
            if (!main || chain.members.size() > main->members.size()) main = &chain;
        if (!main) return result;
        result.paragraphs = main->members;
        const std::size_t first = main->members.front();
        if (!begins(numbers_[first])) result.gaps.push_back({first, std::nullopt});
        for (std::size_t m = 1; m < main->members.size(); ++m)
            if (!follows(numbers_[main->members[m - 1]], numbers_[main->members[m]]))
                result.gaps.push_back({main->members[m], main->members[m - 1]});
        for (const std::size_t stray : strays_) {
            if (numbers_[stray].size() != numbers_[first].size() || stray < first) continue;
            const auto behind = std::upper_bound(main->members.begin(), main->members.end(), stray);
            result.repeated.push_back({stray, *std::prev(behind)});
        }
        return result;
    }

    const std::vector<Number>& numbers_;
    std::vector<Chain> chains_;
    std::vector<std::size_t> strays_;
};

}  // namespace

std::optional<Number> number_of(std::string_view label) {
    while (!label.empty() && (label.back() == '.' || label.back() == ')')) label.remove_suffix(1);
    if (!label.empty() && label.front() == '(') label.remove_prefix(1);
    Number number;
    bool open = true;  // a digit must follow
    for (const char c : label) {
        if (c >= '0' && c <= '9') {
            if (open) number.push_back(0);
            number.back() = number.back() * 10 + (c - '0');
            if (number.back() > largest) return std::nullopt;
            open = false;
        } else if (c == '.' && !open) {
            open = true;
        } else {
            return std::nullopt;
        }
    }
    if (open) return std::nullopt;
    return number;
}

Numbering judge(const std::vector<Number>& numbers) {
    return Judge(numbers).run();
}

}  // namespace sheaf::findings
