# How everything in this project is compiled, and where it is put.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# The build tree has the shape of the installed tree, so that the program finds its plugins and pipelines in
# both by the same rule: relative to itself.
set(SHEAF_API_MAJOR 1)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(SHEAF_PLUGIN_DIR lib/sheaf/${SHEAF_API_MAJOR})

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                    $<$<BOOL:${SHEAF_WERROR}>:-Werror>
                    -Wno-missing-field-initializers
                    # Nobody puts functions of their own in the place of the library's, which so can be inlined within it.
                    -fno-semantic-interposition
                    # GCC 12 reports false positives here for std::string and std::variant at -O2.
                    "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>"
                    # In a unity build every source is included by another file, and GCC takes it for a header.
                    "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>")

# sheaf_add_module(NAME file...): a library that is installed next to the plugins and loaded by the part of the program
# that needs it. Its name does not begin as the names of plugins do, so it is never taken for one.
function(sheaf_add_module NAME)
  add_library(${NAME} MODULE ${ARGN})
  set_target_properties(${NAME} PROPERTIES
    PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${SHEAF_PLUGIN_DIR} INSTALL_RPATH "$ORIGIN/../.."
    BUILD_WITH_INSTALL_RPATH ON)
  target_link_options(${NAME} PRIVATE -Wl,-z,nodelete)
  install(TARGETS ${NAME} LIBRARY DESTINATION ${SHEAF_PLUGIN_DIR})
endfunction()

option(SHEAF_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
if(SHEAF_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
