// JavaScript values as C++ ones. Whatever does not fit is thrown as a Failure, which becomes a JavaScript error.
#pragma once

#include <node_api.h>
#include <tensorflow/c/c_api.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace raredx {

struct Failure {
  std::string text;
};

class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() { return status_; }
  void Require() {
    if (TF_GetCode(status_) != TF_OK) throw Failure{TF_Message(status_)};
  }

 private:
  TF_Status* status_;
};

struct DeleteTensor {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;

inline void Check(napi_status status) {
  if (status != napi_ok) throw Failure{"an argument of the wrong type"};
}

inline napi_value Get(napi_env env, napi_value object, const char* name) {
  napi_value value;
  Check(napi_get_named_property(env, object, name, &value));
  return value;
}

inline std::string Text(napi_env env, napi_value value) {
  size_t length = 0;
  Check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length, '\0');
  Check(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

inline double Number(napi_env env, napi_value value) {
  double number;
  Check(napi_get_value_double(env, value, &number));
  return number;
}

inline bool Boolean(napi_env env, napi_value value) {
  bool truth;
  Check(napi_get_value_bool(env, value, &truth));
  return truth;
}

inline bool IsArray(napi_env env, napi_value value) {
  bool answer = false;
  Check(napi_is_array(env, value, &answer));
  return answer;
}

inline std::vector<napi_value> Items(napi_env env, napi_value array) {
  uint32_t length = 0;
  Check(napi_get_array_length(env, array, &length));
  std::vector<napi_value> items(length);
  for (uint32_t i = 0; i < length; ++i) Check(napi_get_element(env, array, i, &items[i]));
  return items;
}

template <typename T>
std::vector<T> Numbers(napi_env env, napi_value array) {
  std::vector<T> numbers;
  for (napi_value item : Items(env, array)) numbers.push_back(static_cast<T>(Number(env, item)));
  return numbers;
}

struct Bytes {
  void* data;
  size_t length;
};

inline Bytes BytesOf(napi_env env, napi_value typed_array) {
  napi_typedarray_type type;
  size_t length, offset;
  void* data;
  napi_value buffer;
  Check(napi_get_typedarray_info(env, typed_array, &type, &length, &data, &buffer, &offset));
  switch (type) {
    case napi_uint8_array: return {data, length};
    case napi_int32_array:
    case napi_float32_array: return {data, length * 4};
    default: throw Failure{"a typed array of another type"};
  }
}

// Copied: TensorFlow may hold on to a tensor longer than JavaScript leaves its array alone.
inline Tensor MakeTensor(TF_DataType type, const std::vector<int64_t>& shape, Bytes bytes, size_t wanted) {
  if (bytes.length != wanted) {
    throw Failure{std::to_string(bytes.length) + " bytes for a tensor of " + std::to_string(wanted)};
  }
  Tensor tensor(TF_AllocateTensor(type, shape.data(), shape.size(), bytes.length));
  std::memcpy(TF_TensorData(tensor.get()), bytes.data, bytes.length);
  return tensor;
}

inline size_t SizeOf(TF_DataType type, const std::vector<int64_t>& shape) {
  size_t bytes = TF_DataTypeSize(type);
  for (int64_t length : shape) bytes *= length;
  return bytes;
}

// { dtype, shape, values }
inline Tensor TensorFrom(napi_env env, napi_value value) {
  const auto type = static_cast<TF_DataType>(Number(env, Get(env, value, "dtype")));
  const auto shape = Numbers<int64_t>(env, Get(env, value, "shape"));
  return MakeTensor(type, shape, BytesOf(env, Get(env, value, "values")), SizeOf(type, shape));
}

}  // namespace raredx
