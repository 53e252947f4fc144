# The SDK: what authors of plugins install besides the program (component `sdk`). Headers, the CMake package
# `sheaf`, the contract suite, the test kit, the template of `sheaf new-plugin`, worked examples, and how to begin.
#
# The build folder has the same shape, so that a plugin can be built against it, too.
include(CMakePackageConfigHelpers)
include(SheafAbiTag)

set(SHEAF_CMAKE_DIR lib/cmake/sheaf)
set(package ${PROJECT_BINARY_DIR}/${SHEAF_CMAKE_DIR})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/sheaf DESTINATION include COMPONENT sdk
  FILES_MATCHING PATTERN "*.hpp")
install(EXPORT sheaf-targets NAMESPACE sheaf:: DESTINATION ${SHEAF_CMAKE_DIR} COMPONENT sdk)
export(EXPORT sheaf-targets NAMESPACE sheaf:: FILE ${package}/sheaf-targets.cmake)

# The tag that this build's own plugins carry.
set(flags ${CMAKE_CXX_FLAGS})
if(SHEAF_SANITIZE)
  string(APPEND flags " -fsanitize=address,undefined")
endif()
sheaf_abi_tag(SHEAF_ABI_TAG ${PROJECT_SOURCE_DIR}/core/include "${flags}")
if(NOT SHEAF_ABI_TAG)
  message(FATAL_ERROR "The compiler does not preprocess sheaf/plugin.hpp.")
endif()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/sheaf-config.cmake.in ${package}/sheaf-config.cmake
  INSTALL_DESTINATION ${SHEAF_CMAKE_DIR} NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${package}/sheaf-config-version.cmake COMPATIBILITY SameMajorVersion)
foreach(module SheafAbiTag.cmake SheafAddPlugin.cmake SheafTest.cmake catch_main.cpp)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${module} ${package}/${module} COPYONLY)
  list(APPEND modules ${package}/${module})
endforeach()
install(FILES ${package}/sheaf-config.cmake ${package}/sheaf-config-version.cmake ${modules}
  DESTINATION ${SHEAF_CMAKE_DIR} COMPONENT sdk)

# The template is the one source of `sheaf new-plugin`; the worked plugins are to be read, copied and built.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/samples/template DESTINATION share/sheaf COMPONENT sdk)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/samples/plugins DESTINATION share/doc/sheaf COMPONENT sdk PATTERN build EXCLUDE)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/samples/template ${PROJECT_BINARY_DIR}/share/sheaf/template SYMBOLIC)
