# sheaf_add_test(NAME SOURCES file... [LIBRARIES target...])
#
# A Catch2 test program `test-NAME`, run by ctest as `NAME`.
find_package(Catch2 2.13 REQUIRED)

# Catch2's own main is slow to compile: once for all test programs.
file(WRITE ${PROJECT_BINARY_DIR}/catch_main.cpp "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
add_library(sheaf-test-main OBJECT ${PROJECT_BINARY_DIR}/catch_main.cpp)
target_link_libraries(sheaf-test-main PUBLIC Catch2::Catch2)

function(sheaf_add_test NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;LIBRARIES")
  add_executable(test-${NAME} ${ARG_SOURCES})
  target_link_libraries(test-${NAME} PRIVATE sheaf-test-main sheaf::sdk ${ARG_LIBRARIES})
  add_test(NAME ${NAME} COMMAND test-${NAME})
  # Tests that read letters which are not part of the project find them here, and skip where they are absent.
  set_tests_properties(${NAME} PROPERTIES ENVIRONMENT "SHEAF_SHARED=${PROJECT_SOURCE_DIR}/../shared")
endfunction()
