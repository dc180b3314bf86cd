# Reads reports by independent readers (see tests/ntsrm/read_reports.py): those of the runs of
# tests/ntsrm/sample_run.h, and that of everything that fails, which must not depend on the number of
# workers. Validates JUnit XML against its schema. What a machine has no reader for is left out; says
# "skipped" and succeeds if Python's package jsonschema is missing.
#   cmake -DROOT=<project> -DPROGRAM=<ntsrm> -DREPORTER=<test-ntsrm-reports> -DXMLLINT=<xmllint or
#         nothing> -DWORK=<scratch folder> -P reports.cmake

include(${CMAKE_CURRENT_LIST_DIR}/findings.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/python.cmake)

set(formats human tap tap13 junit json jsonl github markdown)
set(runs plain special unreadable list empty shard cut interrupted hostile)
file(GLOB paths RELATIVE ${ROOT} ${ROOT}/tests/must_fail/*)
# How far a case comes in its time is not the same in every run.
list(FILTER paths EXCLUDE REGEX whose-time-is-over)
list(APPEND paths docs/examples tests/nowhere)
unset(ENV{GITHUB_STEP_SUMMARY})
unset(ENV{GITHUB_WORKSPACE})
file(REMOVE_RECURSE ${WORK})

foreach(run IN LISTS runs)
    file(MAKE_DIRECTORY ${WORK}/${run})
    foreach(format IN LISTS formats)
        execute_process(COMMAND ${REPORTER} ${run} ${format} OUTPUT_FILE ${WORK}/${run}/${format}
                        WORKING_DIRECTORY ${ROOT} COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
endforeach()

# In folders of the same name, so that the reports are the same.
foreach(jobs 1 4)
    file(MAKE_DIRECTORY ${WORK}/jobs-${jobs})
    set(outputs)
    foreach(format IN LISTS formats)
        list(APPEND outputs --output ${format}:${WORK}/jobs-${jobs}/${format})
    endforeach()
    execute_process(COMMAND ${PROGRAM} run --jobs ${jobs} --min-coverage 90 ${outputs} ${paths}
                    WORKING_DIRECTORY ${ROOT} OUTPUT_QUIET ERROR_QUIET RESULT_VARIABLE exit)
    if(NOT exit EQUAL 4)
        finding(reports "with --jobs ${jobs} the exit code is ${exit}")
    endif()
endforeach()
foreach(format IN LISTS formats)
    execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${WORK}/jobs-1/${format}
                            ${WORK}/jobs-4/${format} RESULT_VARIABLE different)
    if(different)
        finding(${format} "is another with --jobs 4 than with --jobs 1")
    endif()
endforeach()

file(GLOB folders ${WORK}/*)
if(XMLLINT)
    list(TRANSFORM folders APPEND /junit OUTPUT_VARIABLE junit)
    execute_process(COMMAND ${XMLLINT} --nonet --noout --schema ${ROOT}/tests/schema/junit-10.xsd
                            ${junit} RESULT_VARIABLE exit OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(NOT exit EQUAL 0)
        finding(junit "is not valid:\n${said}")
    endif()
endif()

find_python(jsonschema)
execute_process(COMMAND ${python} ${ROOT}/tests/ntsrm/read_reports.py
                        ${ROOT}/docs/schemas/report.schema.json ${folders} RESULT_VARIABLE exit)
if(NOT exit EQUAL 0)
    finding(reports "the readers do not agree")
endif()
finish()
