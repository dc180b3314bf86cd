# Included by ctest for ntsrm_add_scenarios(... DISCOVER cases): asks the program for the cases of
# each file, and adds a test for each case. A file that cannot be listed is a test, too, which fails
# and says why.

macro(_ntsrm_add_case test)
    add_test("${ntsrm_name}/${test}" ${ntsrm_program} run ${ntsrm_arguments} ${ARGN})
    set_tests_properties("${ntsrm_name}/${test}" PROPERTIES
        WORKING_DIRECTORY "${ntsrm_folder}" SKIP_RETURN_CODE 5 ${ntsrm_properties})
endmacro()

foreach(file IN LISTS ntsrm_files)
    execute_process(COMMAND ${ntsrm_program} run --list ${ntsrm_arguments} ${file}
                    WORKING_DIRECTORY ${ntsrm_folder} RESULT_VARIABLE status
                    OUTPUT_VARIABLE ids ERROR_QUIET)
    if(status EQUAL 5)
        continue()
    elseif(NOT status EQUAL 0)
        _ntsrm_add_case("${file}" "${file}")
        continue()
    endif()
    # Ids hold brackets, which mean something in lists.
    while(ids MATCHES "^([^\n]+)\n")
        set(id "${CMAKE_MATCH_1}")
        string(LENGTH "${id}\n" length)
        string(SUBSTRING "${ids}" ${length} -1 ids)
        _ntsrm_add_case("${id}" "${file}:${id}")
    endwhile()
endforeach()
