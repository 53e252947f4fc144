# What is installed besides the program itself, and the Debian packages: `cpack -G DEB` in the build folder.
#
# Components are `program` (the rules of core/, plugins/, pipelines/ and this file; the package `sheaf`) and `sdk` (the
# package `sheaf-dev`). The installed tree has the shape of the build tree and finds itself: it works under any prefix,
# and when it is moved.
set(SHEAF_MAINTAINER "Sheaf contributors <sheaf@example.org>" CACHE STRING "Who the packages name as their maintainer")

set(packaging ${CMAKE_CURRENT_LIST_DIR}/packaging)
set(generated ${PROJECT_BINARY_DIR}/packaging)
set(doc share/doc/sheaf)

# ---- Documents and licences ----

# A licence's text in the form of a Debian copyright file: indented, a dot for an empty line.
function(sheaf_licence_text FILE RESULT)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${FILE})
  file(READ ${FILE} text)
  string(STRIP "${text}" text)
  string(REGEX REPLACE "\n\n+" "\n.\n" text "${text}")
  string(REPLACE "\n" "\n " text " ${text}")
  set(${RESULT} "${text}" PARENT_SCOPE)
endfunction()
sheaf_licence_text(${PROJECT_SOURCE_DIR}/LICENSE SHEAF_CORE_LICENCE)
sheaf_licence_text(${PROJECT_SOURCE_DIR}/plugins/input/pdf/LICENSE SHEAF_PDF_LICENCE)
configure_file(${packaging}/copyright.in ${generated}/copyright @ONLY)
execute_process(COMMAND gzip -9n INPUT_FILE ${packaging}/changelog OUTPUT_FILE ${generated}/changelog.gz
  COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${generated}/copyright ${generated}/changelog.gz README.md DESTINATION ${doc})
install(FILES ${generated}/copyright ${generated}/changelog.gz DESTINATION ${doc}-dev COMPONENT sdk)
install(DIRECTORY samples/guide samples/data DESTINATION ${doc})
# Messages name them.
install(DIRECTORY samples/exec samples/unpack DESTINATION ${doc}/samples USE_SOURCE_PERMISSIONS)
install(FILES CHANGELOG.md DESTINATION ${doc})
install(DIRECTORY cmake/scale DESTINATION ${doc})
install(FILES SECURITY.md DESTINATION ${doc})
install(FILES pipelines/profiles/README.md DESTINATION ${doc} RENAME profiles.md)
install(FILES pipelines/registers/README.md DESTINATION ${doc} RENAME registers.md)
install(FILES ${packaging}/lintian-overrides DESTINATION share/lintian/overrides RENAME sheaf)
install(FILES ${packaging}/sheaf.sysusers DESTINATION lib/sysusers.d RENAME sheaf.conf)

# ---- The manual page and completions: what the program says of its own command line ----

set(manual)
foreach(form man bash zsh fish)
  add_custom_command(OUTPUT ${generated}/sheaf.${form} DEPENDS sheaf VERBATIM
    COMMAND sheaf manual ${form} > ${generated}/sheaf.${form})
  list(APPEND manual ${generated}/sheaf.${form})
endforeach()
add_custom_command(OUTPUT ${generated}/sheaf.1.gz DEPENDS ${generated}/sheaf.man VERBATIM
  COMMAND gzip -9nc ${generated}/sheaf.man > ${generated}/sheaf.1.gz)
add_custom_target(manual ALL DEPENDS ${manual} ${generated}/sheaf.1.gz)
install(FILES ${generated}/sheaf.1.gz DESTINATION share/man/man1)
execute_process(COMMAND gzip -9n INPUT_FILE ${packaging}/sheaf-contract.1 OUTPUT_FILE ${generated}/sheaf-contract.1.gz
  COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${generated}/sheaf-contract.1.gz DESTINATION share/man/man1 COMPONENT sdk)
install(FILES ${generated}/sheaf.bash DESTINATION share/bash-completion/completions RENAME sheaf)
install(FILES ${generated}/sheaf.zsh DESTINATION share/zsh/vendor-completions RENAME _sheaf)
install(FILES ${generated}/sheaf.fish DESTINATION share/fish/vendor_completions.d)

# ---- The nightly job: service, timer, settings, cron line ----

# They name the prefix, which is known when they are installed.
install(CODE "set(packaging \"${packaging}\")
set(pipelines \"${PROJECT_SOURCE_DIR}/pipelines\")
set(generated \"${generated}\")
include(\"${packaging}/install_job.cmake\")" COMPONENT program)

# ---- Debian packages ----

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sheaf)
set(CPACK_PACKAGE_VENDOR "Sheaf contributors")
set(CPACK_PACKAGE_CONTACT "${SHEAF_MAINTAINER}")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_SET_DESTDIR ON)  # settings go to /etc, outside the prefix
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_ALL program sdk)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME sheaf)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS 
  "tesseract-ocr-eng, tesseract-ocr-cym, hunspell-en-gb, aspell-cy")  # for scans; for words that line ends cut
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "Converts letters and reports (PDF, DOCX, ODT, HTML, text) to JSON, CSV and
HTML: sections, recommendations, judgements and definitions, every value bound
to the words that it came from. A nightly job converts an archive, letter by
letter, and never stops at a bad one.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA
  ${packaging}/conffiles ${packaging}/triggers ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm)

set(CPACK_DEBIAN_SDK_PACKAGE_NAME sheaf-dev)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_PACKAGE_RECOMMENDS "g++, cmake, catch2")
set(CPACK_DEBIAN_SDK_PACKAGE_SHLIBDEPS OFF)  # it needs no library that the program does not need
set(CPACK_DEBIAN_SDK_PACKAGE_DEPENDS "sheaf (= ${PROJECT_VERSION}), libc6, libstdc++6")
set(CPACK_COMPONENT_SDK_DESCRIPTION "For those who write plugins: the headers, the CMake package with
sheaf_add_plugin, the contract suite and the test kit.")
include(CPack)
