// The main function of every Catch2 test program: Catch2's own, with the exit status 77 when every test case
// that ran said by WARN("skipped: why") that it cannot do its work here. Catch2 2.13 has no such status.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

namespace {

constexpr int all_skipped = 77;
int cases = 0, skipped_cases = 0;

struct Skips : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;

    void testCaseStarting(const Catch::TestCaseInfo&) override { skipped_ = false; }
    bool assertionEnded(const Catch::AssertionStats& stats) override {
        const Catch::AssertionResult& result = stats.assertionResult;
        if (result.getResultType() == Catch::ResultWas::Warning)
            for (const Catch::MessageInfo& message : stats.infoMessages)
                if (message.message.rfind("skipped: ", 0) == 0) skipped_ = true;
        return true;
    }
    void testCaseEnded(const Catch::TestCaseStats&) override {
        ++cases;
        skipped_cases += skipped_ ? 1 : 0;
    }

  private:
    bool skipped_ = false;
};
CATCH_REGISTER_LISTENER(Skips)

}  // namespace

int main(int argc, char* argv[]) {
    const int status = Catch::Session().run(argc, argv);
    return status == 0 && cases > 0 && skipped_cases == cases ? all_skipped : status;
}
