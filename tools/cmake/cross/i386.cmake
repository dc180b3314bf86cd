# A machine of 32 bits: this compiler with -m32, libraries from tools/sysroot. What it makes runs
# on the kernel of the 64-bit machine.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR i686)
set(CMAKE_C_COMPILER gcc)
set(CMAKE_C_FLAGS_INIT "-m32")
set(sysroot_architecture i386)
set(sysroot_triplet i386-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake)
