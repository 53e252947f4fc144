#include "repeated.hpp"

#include <map>
#include <vector>

#include "sheaf/similarity.hpp"

namespace sheaf::database {

namespace {

struct Demands {
    std::vector<std::int64_t> keys;
    std::vector<std::string> texts;

    void add(const Demands& others) {
        keys.insert(keys.end(), others.keys.begin(), others.keys.end());
        texts.insert(texts.end(), others.texts.begin(), others.texts.end());
    }
};

}  // namespace

void add_repeated(NewDatabase& database) {
    Query letters = database.query(
        "SELECT id, coalesce(authority_code, authority) AS whose, family FROM letters "
        "WHERE date IS NOT NULL AND whose IS NOT NULL ORDER BY whose, date, letter");
    Query demands = database.query(
        "SELECT row_key, text FROM recommendation WHERE letter_id=? AND text IS NOT NULL ORDER BY row_key");
    Insert insert = database.insert("INSERT INTO repeated_recommendation VALUES(?,?,?)");
    std::string authority;
    std::map<std::string, Demands> latest;  // by family
    while (letters.next()) {
        if (letters.text(1) != authority) latest.clear();
        authority = letters.text(1);
        Demands before;
        for (const auto& [family, demands_then] : latest) before.add(demands_then);
        Demands now;
        for (demands.begin(letters.integer(0)); demands.next();) {
            now.keys.push_back(demands.integer(0));
            now.texts.push_back(demands.text(1));
        }
        for (const TextPair& pair : similar_pairs(before.texts, now.texts, same_demand))
            insert.add(now.keys[pair.second]).add(before.keys[pair.first]).add(FieldValue(pair.score)).run();
        latest[letters.text(2)] = std::move(now);
    }
}

}  // namespace sheaf::database
