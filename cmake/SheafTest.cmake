# sheaf_add_test(NAME SOURCES file... [LIBRARIES target...])
#
# A Catch2 test program `test-NAME` with the test kit, run by ctest as `NAME`.
include_guard(GLOBAL)
find_package(Catch2 2.13 QUIET)
if(NOT Catch2_FOUND OR Catch2_VERSION VERSION_GREATER_EQUAL 3)
  message(FATAL_ERROR "The tests need Catch2 2.13, Debian's package catch2; without tests: -DSHEAF_BUILD_TESTS=OFF.")
endif()

# Catch2's own main is slow to compile: once for all test programs, and not optimised.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/catch_main.cpp
  CONTENT "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
add_library(sheaf-test-main OBJECT ${PROJECT_BINARY_DIR}/catch_main.cpp)
target_link_libraries(sheaf-test-main PUBLIC Catch2::Catch2)
target_compile_options(sheaf-test-main PRIVATE -O0)

function(sheaf_add_test NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;LIBRARIES")
  add_executable(test-${NAME} ${ARG_SOURCES})
  target_link_libraries(test-${NAME} PRIVATE sheaf-test-main sheaf::testing ${ARG_LIBRARIES})
  add_test(NAME ${NAME} COMMAND test-${NAME})
  set_tests_properties(${NAME} PROPERTIES ENVIRONMENT "${SHEAF_TEST_ENVIRONMENT}")
endfunction()
