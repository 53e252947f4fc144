# sheaf_add_test(NAME SOURCES file... [LIBRARIES target...])
#
# A Catch2 test program `test-NAME` with the test kit, run by ctest as `NAME`, label `unit`.
#
# A test case that cannot do its work here says so by WARN("skipped: why"). Cases that depend on files outside the project
# carry the tag [.shared]: they run as a test of their own, NAME-shared, which ctest counts as skipped when all of them are.
include_guard(GLOBAL)
find_package(Catch2 2.13 QUIET)
if(NOT Catch2_FOUND OR Catch2_VERSION VERSION_GREATER_EQUAL 3)
  message(FATAL_ERROR "The tests need Catch2 2.13, Debian's package catch2; without tests: -DSHEAF_BUILD_TESTS=OFF.")
endif()

# Catch2's own main is slow to compile: once for all test programs, and not optimised.
add_library(sheaf-test-main OBJECT ${CMAKE_CURRENT_LIST_DIR}/catch_main.cpp)
target_link_libraries(sheaf-test-main PUBLIC Catch2::Catch2)
target_compile_features(sheaf-test-main PRIVATE cxx_std_17)
target_compile_options(sheaf-test-main PRIVATE -O0)

function(sheaf_add_test NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;LIBRARIES")
  add_executable(test-${NAME} ${ARG_SOURCES})
  target_link_libraries(test-${NAME} PRIVATE sheaf-test-main sheaf::testing ${ARG_LIBRARIES})
  target_compile_options(test-${NAME} PRIVATE -O0)  # compiling tests takes longer than running them
  set(tests ${NAME})
  add_test(NAME ${NAME} COMMAND test-${NAME})
  foreach(source ${ARG_SOURCES})
    file(STRINGS ${source} shared REGEX "\\[\\.shared\\]" LIMIT_COUNT 1)
    if(shared AND NOT TEST ${NAME}-shared)
      list(APPEND tests ${NAME}-shared)
      add_test(NAME ${NAME}-shared COMMAND test-${NAME} [.shared])
    endif()
  endforeach()
  set_tests_properties(${tests} PROPERTIES
    LABELS unit SKIP_RETURN_CODE 77 ENVIRONMENT "${SHEAF_TEST_ENVIRONMENT}")
endfunction()

# sheaf_left_out(NAME WHY): stands for a test that cannot be built or run here, so that it is counted as skipped.
function(sheaf_left_out NAME WHY)
  add_test(NAME ${NAME} COMMAND ${CMAKE_COMMAND} -E echo "skipped: ${WHY}")
  set_tests_properties(${NAME} PROPERTIES SKIP_REGULAR_EXPRESSION "^skipped: ")
endfunction()
