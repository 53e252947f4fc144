# sheaf_abi_tag(VARIABLE INCLUDE FLAGS): the ABI tag that the C++ compiler puts into a plugin with these flags, as
# sheaf/plugin.hpp of the folder INCLUDE works it out; empty when the compiler cannot read the header.
function(sheaf_abi_tag VARIABLE INCLUDE FLAGS)
  separate_arguments(flags UNIX_COMMAND "${FLAGS}")
  set(source ${CMAKE_BINARY_DIR}/CMakeFiles/sheaf_abi_tag.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"sheaf/plugin.hpp\"\nthe tag is SHEAF_ABI_TAG\n")
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${flags} -std=c++20 -E -P -I${INCLUDE} ${source}
    OUTPUT_VARIABLE text ERROR_QUIET)
  set(tag)
  if(text MATCHES "the tag is ([^\n]*)")
    # The preprocessor leaves the string in pieces: "gcc-" "12" "-libstdc++".
    string(REGEX REPLACE "[\" ]" "" tag "${CMAKE_MATCH_1}")
  endif()
  set(${VARIABLE} "${tag}" PARENT_SCOPE)
endfunction()
