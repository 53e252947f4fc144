# sheaf_add_plugin(NAME SOURCES file... [LIBRARIES target...] [TESTS file...])
#
# Builds the plugin library `sheaf-NAME.so` where the program looks for it. With TESTS, also builds a test
# program `test-plugin-NAME` from the plugin's sources and the tests. The plugins of this project are built by
# this function, and so are everybody else's.
function(sheaf_add_plugin NAME)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;LIBRARIES;TESTS")
  # The sources are compiled once and serve the library and the tests.
  add_library(plugin-${NAME}-objects OBJECT ${ARG_SOURCES})
  target_include_directories(plugin-${NAME}-objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(plugin-${NAME}-objects PUBLIC sheaf::sdk ${ARG_LIBRARIES})

  add_library(plugin-${NAME} MODULE)
  target_link_libraries(plugin-${NAME} PRIVATE plugin-${NAME}-objects)
  set_target_properties(plugin-${NAME} PROPERTIES
    PREFIX "" OUTPUT_NAME sheaf-${NAME}
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${SHEAF_PLUGIN_DIR})
  target_link_options(plugin-${NAME} PRIVATE -Wl,-z,nodelete
    # A sanitizer's runtime is resolved when the program loads the plugin.
    $<$<NOT:$<BOOL:${SHEAF_SANITIZE}>>:-Wl,-z,defs>)
  install(TARGETS plugin-${NAME} LIBRARY DESTINATION ${SHEAF_PLUGIN_DIR})

  if(ARG_TESTS AND SHEAF_BUILD_TESTS)
    sheaf_add_test(plugin-${NAME} SOURCES ${ARG_TESTS} LIBRARIES plugin-${NAME}-objects)
  endif()
endfunction()
