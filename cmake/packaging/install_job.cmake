# Run by `cmake --install`: the files that name the prefix. Under /usr, settings belong in /etc; elsewhere they stay
# below the prefix.
set(SHEAF_PREFIX "${CMAKE_INSTALL_PREFIX}")
if(SHEAF_PREFIX STREQUAL "/usr")
  set(SHEAF_ETC /etc)
else()
  set(SHEAF_ETC "${SHEAF_PREFIX}/etc")
endif()
string(RANDOM LENGTH 12 own)  # another installation may be under way
function(sheaf_install_job FILE FOLDER)
  configure_file("${packaging}/${FILE}.in" "${generated}/${own}/${FILE}" @ONLY)
  file(INSTALL "${generated}/${own}/${FILE}" DESTINATION "${FOLDER}")
endfunction()

# The job's stages are those of the pipeline that is used when none is named.
file(READ "${pipelines}/inspection-letters.toml" SHEAF_STAGES)
string(FIND "${SHEAF_STAGES}" "[[input]]" first)
string(SUBSTRING "${SHEAF_STAGES}" ${first} -1 SHEAF_STAGES)
sheaf_install_job(letters.toml "${SHEAF_ETC}/sheaf")
sheaf_install_job(sheaf@.service "${SHEAF_PREFIX}/lib/systemd/system")
sheaf_install_job(sheaf@.timer "${SHEAF_PREFIX}/lib/systemd/system")
sheaf_install_job(sheaf-failed@.service "${SHEAF_PREFIX}/share/doc/sheaf")
sheaf_install_job(sheaf.cron "${SHEAF_PREFIX}/share/doc/sheaf")
file(REMOVE_RECURSE "${generated}/${own}")
