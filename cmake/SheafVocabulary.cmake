# sheaf_uses_vocabulary(TARGET file...)
#
# Lets sources of the target include `vocabulary.hpp`, the words of languages in pipelines/words. Only these are compiled again
# when words change.
function(sheaf_uses_vocabulary TARGET)
  set_property(SOURCE ${ARGN} TARGET_DIRECTORY ${TARGET} APPEND PROPERTY INCLUDE_DIRECTORIES
    ${PROJECT_SOURCE_DIR}/pipelines/words ${PROJECT_BINARY_DIR}/pipelines/words)
endfunction()
