#ifndef ENGRAM_CCRYPTO_SHIM_H
#define ENGRAM_CCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
