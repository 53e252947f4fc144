# The headers of the standard library that most files include (with Catch2's for tests) are compiled once for all targets of
# a kind, which makes Clang's builds, the ones with sanitizers, up to twice as fast. GCC gains little, and warns of faults that
# are none. CMAKE_DISABLE_PRECOMPILE_HEADERS=ON does without.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  return()
endif()

# sheaf_precompile(KIND header...): for targets of this kind, which are compiled with the same options.
function(sheaf_precompile KIND)
  set(source ${PROJECT_BINARY_DIR}/headers-${KIND}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "int main() {}\n")
  if(KIND STREQUAL libraries)
    add_library(headers-${KIND} OBJECT ${source})
  else()
    add_executable(headers-${KIND} ${source})
  endif()
  target_compile_options(headers-${KIND} PRIVATE -pthread)
  target_precompile_headers(headers-${KIND} PRIVATE
    <algorithm> <array> <charconv> <chrono> <deque> <filesystem> <fstream> <functional> <map> <memory> <optional> <set> <span>
    <sstream> <string> <string_view> <unordered_map> <variant> <vector> ${ARGN})
endfunction()

function(sheaf_use_precompiled FOLDER)
  get_property(targets DIRECTORY ${FOLDER} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    if(target MATCHES "^headers-|^sheaf-test-main$|^test-library-" OR type MATCHES "^(UTILITY|INTERFACE_LIBRARY)$")
      continue()
    elseif(NOT type STREQUAL EXECUTABLE)
      set(kind libraries)
    elseif(target MATCHES "^test-")
      set(kind tests)
    else()
      set(kind programs)
    endif()
    target_compile_options(${target} PRIVATE -pthread)  # which some have of their own, and the header must have been made with
    target_precompile_headers(${target} REUSE_FROM headers-${kind})
  endforeach()
  get_property(folders DIRECTORY ${FOLDER} PROPERTY SUBDIRECTORIES)
  foreach(folder ${folders})
    sheaf_use_precompiled(${folder})
  endforeach()
endfunction()

sheaf_precompile(libraries)
sheaf_precompile(programs)
if(SHEAF_BUILD_TESTS)
  sheaf_precompile(tests <catch2/catch.hpp>)
  target_link_libraries(headers-tests PRIVATE Catch2::Catch2)
  target_compile_options(headers-tests PRIVATE -O0)
endif()
sheaf_use_precompiled(${PROJECT_SOURCE_DIR})
