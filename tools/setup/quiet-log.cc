// Loaded before tfjs_binding.node. A static initialiser of libtensorflow_framework logs "oneDNN custom operations are on"
// to file descriptor 2 before any log level is read; so that library is loaded here with stderr pointed away for the
// moment, and the level raised before the other library's initialisers run. The symbol is that of the pinned version:
// another one only loses the silence.
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

namespace {

constexpr char kLibrary[] = "libtensorflow_framework.so.2";
constexpr char kSetMinLogLevel[] = "_ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE";
constexpr int kFatal = 3;

void* LoadSilently() {
  const int saved = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (saved >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (saved >= 0) dup2(saved, STDERR_FILENO);
  if (saved >= 0) close(saved);
  if (nowhere >= 0) close(nowhere);
  return library;
}

}  // namespace

NAPI_MODULE_INIT() {
  void* library = LoadSilently();
  void* symbol = library ? dlsym(library, kSetMinLogLevel) : nullptr;
  if (symbol) reinterpret_cast<void (*)(int)>(symbol)(kFatal);
  return exports;
}
