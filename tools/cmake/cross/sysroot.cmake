# What the files beside this one have in common: headers and libraries of the other machine, the C
# library's too, are those that tools/sysroot put below build/.
set(sysroot_folder ${CMAKE_CURRENT_LIST_DIR}/../../../build/sysroot-${sysroot_architecture})
get_filename_component(CMAKE_SYSROOT ${sysroot_folder} ABSOLUTE)

set(CMAKE_EXE_LINKER_FLAGS_INIT "-static")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${CMAKE_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR}
    ${CMAKE_SYSROOT}/usr/lib/${sysroot_triplet}/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig)
