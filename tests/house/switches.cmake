# Reads the contested points from PROGRAM: `switches` has a line for each, as `ntsrm rules policy`
# prints it, with a comma in place of the semicolon:
#   switch      sddl-plain-guid: refuse, or ignore, refuse if nobody says

execute_process(COMMAND ${PROGRAM} rules policy RESULT_VARIABLE exit OUTPUT_VARIABLE output)
if(NOT exit EQUAL 0)
    message(FATAL_ERROR "ntsrm rules policy ends with exit code ${exit}\n${output}")
endif()
string(REPLACE ";" "," output "${output}")
string(REGEX MATCHALL "switch +[^\n]+" switches "${output}")
if(NOT switches)
    finding("ntsrm rules policy" "no switch was found")
endif()
