# sheaf_add_plugin(NAME SOURCES file... [LIBRARIES target...] [TESTS file...] [PIPELINE file] [LETTERS file...])
#
# Builds the plugin library `sheaf-NAME.so` in lib/sheaf/API of the build folder, and installs it where the program
# looks for it. With testing enabled it also adds these tests:
#
#   contract-NAME   the contract suite: what every plugin promises. PIPELINE is a pipeline file that uses the plugin and
#                   gives the options that it needs, LETTERS are letters that go through that pipeline
#   plugin-NAME     a Catch2 program from TESTS, linked with the plugin's own sources and with the test kit
#                   (sheaf/testing.hpp); sheaf_add_test says more
#
# The plugins that come with Sheaf are built by this function, and so are everybody else's.
function(sheaf_add_plugin NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "PIPELINE" "SOURCES;LIBRARIES;TESTS;LETTERS")
  if(NOT NAME MATCHES "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")
    message(FATAL_ERROR "sheaf_add_plugin: \"${NAME}\" is no name for a plugin: use small letters, digits and hyphens.")
  endif()
  if(NOT ARG_SOURCES OR ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR
      "sheaf_add_plugin(${NAME}): wanted are SOURCES, and perhaps LIBRARIES, TESTS, PIPELINE, LETTERS. ${ARG_UNPARSED_ARGUMENTS}")
  endif()

  # The sources are compiled once and serve the library and the tests. Nothing but the descriptor is to be seen from
  # outside, so that plugins cannot take each other's functions for their own.
  add_library(plugin-${NAME}-objects OBJECT ${ARG_SOURCES})
  target_include_directories(plugin-${NAME}-objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(plugin-${NAME}-objects PUBLIC sheaf::sdk ${ARG_LIBRARIES})
  set_target_properties(plugin-${NAME}-objects PROPERTIES
    CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)

  add_library(plugin-${NAME} MODULE)
  target_link_libraries(plugin-${NAME} PRIVATE plugin-${NAME}-objects)
  set(folder ${PROJECT_BINARY_DIR}/${SHEAF_PLUGIN_DIR})
  set_target_properties(plugin-${NAME} PROPERTIES
    PREFIX "" OUTPUT_NAME sheaf-${NAME} LIBRARY_OUTPUT_DIRECTORY ${folder}
    # The program has loaded the SDK before; other libraries are searched where they were linked.
    INSTALL_RPATH "$ORIGIN/../.." INSTALL_RPATH_USE_LINK_PATH ON BUILD_WITH_INSTALL_RPATH ON)
  # Objects and exceptions of a plugin may outlive any use of it, so the library stays.
  target_link_options(plugin-${NAME} PRIVATE -Wl,-z,nodelete)
  # What is missing is to fail here and not in the program; a sanitizer's runtime alone is resolved there.
  if(NOT SHEAF_SANITIZE AND NOT "${CMAKE_CXX_FLAGS} ${CMAKE_MODULE_LINKER_FLAGS}" MATCHES "-fsanitize=")
    target_link_options(plugin-${NAME} PRIVATE -Wl,-z,defs)
  endif()
  install(TARGETS plugin-${NAME} LIBRARY DESTINATION ${SHEAF_PLUGIN_DIR})

  if(NOT SHEAF_BUILD_TESTS)
    return()
  endif()
  list(TRANSFORM ARG_LETTERS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
  if(ARG_PIPELINE)
    cmake_path(ABSOLUTE_PATH ARG_PIPELINE)
    set(ARG_PIPELINE --pipeline ${ARG_PIPELINE})
  endif()
  add_test(NAME contract-${NAME}
    COMMAND sheaf::contract ${ARG_PIPELINE} $<TARGET_FILE:plugin-${NAME}> ${ARG_LETTERS})
  if(ARG_TESTS)
    include(SheafTest)
    sheaf_add_test(plugin-${NAME} SOURCES ${ARG_TESTS} LIBRARIES plugin-${NAME}-objects)
    foreach(test plugin-${NAME} plugin-${NAME}-shared)
      if(TEST ${test})
        set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT SHEAF_PLUGIN_PATH=${folder})
      endif()
    endforeach()
  endif()
endfunction()
