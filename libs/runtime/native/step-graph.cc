// A TensorFlow graph with a session of its own, built operation by operation and run as a whole: what one training step
// becomes. An endpoint (output `o` of node `n`) is the number n * 1024 + o. Every function takes the graph's handle first
// and throws TensorFlow's own message.
#include <node_api.h>
#include <tensorflow/c/c_api.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "napi-values.h"

namespace {

using namespace raredx;

constexpr int kOutputsPerNode = 1024;
// allow_soft_placement = true: an operation without a GPU kernel runs on the CPU
constexpr char kConfig[] = {0x38, 0x01};

struct Feed {
  TF_Output endpoint;
  TF_DataType type;
  std::vector<int64_t> shape;
  size_t bytes;
};

struct Plan {
  std::vector<Feed> feeds;
  std::vector<TF_Output> fetches;
  std::vector<TF_Operation*> targets;
};

struct StepGraph {
  TF_Graph* graph = nullptr;
  TF_Session* session = nullptr;
  std::vector<TF_Operation*> nodes;
  std::vector<Plan> plans;

  void Close() {
    TF_Status* status = TF_NewStatus();
    if (session) TF_CloseSession(session, status);
    if (session) TF_DeleteSession(session, status);
    if (graph) TF_DeleteGraph(graph);
    TF_DeleteStatus(status);
    session = nullptr;
    graph = nullptr;
  }
  ~StepGraph() { Close(); }
};

StepGraph* GraphOf(napi_env env, napi_value handle) {
  void* data = nullptr;
  Check(napi_get_value_external(env, handle, &data));
  auto* graph = static_cast<StepGraph*>(data);
  if (!graph->session) throw Failure{"the graph is closed"};
  return graph;
}

TF_Operation* NodeOf(StepGraph* graph, int64_t node) {
  if (node < 0 || node >= static_cast<int64_t>(graph->nodes.size())) throw Failure{"no such node"};
  return graph->nodes[node];
}

TF_Output EndpointOf(StepGraph* graph, double endpoint) {
  const auto number = static_cast<int64_t>(endpoint);
  return {NodeOf(graph, number / kOutputsPerNode), static_cast<int>(number % kOutputsPerNode)};
}

std::vector<TF_Output> EndpointsOf(napi_env env, StepGraph* graph, napi_value array) {
  std::vector<TF_Output> endpoints;
  for (double number : Numbers<double>(env, array)) endpoints.push_back(EndpointOf(graph, number));
  return endpoints;
}

// { name, type, value } as tfjs describes attributes to its own binding
void SetAttribute(napi_env env, TF_OperationDescription* node, napi_value attribute) {
  const std::string name = Text(env, Get(env, attribute, "name"));
  const auto type = static_cast<TF_AttrType>(Number(env, Get(env, attribute, "type")));
  napi_value value = Get(env, attribute, "value");
  const bool list = IsArray(env, value);
  switch (type) {
    case TF_ATTR_STRING: {
      const std::string text = Text(env, value);
      return TF_SetAttrString(node, name.c_str(), text.data(), text.size());
    }
    case TF_ATTR_INT: {
      if (!list) return TF_SetAttrInt(node, name.c_str(), static_cast<int64_t>(Number(env, value)));
      const auto numbers = Numbers<int64_t>(env, value);
      return TF_SetAttrIntList(node, name.c_str(), numbers.data(), numbers.size());
    }
    case TF_ATTR_FLOAT: {
      if (!list) return TF_SetAttrFloat(node, name.c_str(), static_cast<float>(Number(env, value)));
      const auto numbers = Numbers<float>(env, value);
      return TF_SetAttrFloatList(node, name.c_str(), numbers.data(), numbers.size());
    }
    case TF_ATTR_BOOL: return TF_SetAttrBool(node, name.c_str(), Boolean(env, value) ? 1 : 0);
    case TF_ATTR_TYPE:
      return TF_SetAttrType(node, name.c_str(), static_cast<TF_DataType>(Number(env, value)));
    case TF_ATTR_SHAPE: {
      const auto shape = Numbers<int64_t>(env, value);
      return TF_SetAttrShape(node, name.c_str(), shape.data(), shape.size());
    }
    case TF_ATTR_TENSOR: {
      Status status;
      TF_SetAttrTensor(node, name.c_str(), TensorFrom(env, value).get(), status);
      return status.Require();
    }
    default: throw Failure{"attribute " + name + " is of an unknown type"};
  }
}

napi_value Open(napi_env env, const std::vector<napi_value>&) {
  auto graph = std::make_unique<StepGraph>();
  graph->graph = TF_NewGraph();
  TF_SessionOptions* options = TF_NewSessionOptions();
  Status status;
  TF_SetConfig(options, kConfig, sizeof(kConfig), status);
  graph->session = TF_NewSession(graph->graph, options, status);
  TF_DeleteSessionOptions(options);
  status.Require();
  napi_value handle;
  auto finalise = [](napi_env, void* data, void*) { delete static_cast<StepGraph*>(data); };
  Check(napi_create_external(env, graph.get(), finalise, nullptr, &handle));
  graph.release();
  return handle;
}

// addNode(graph, type, attributes, inputs, controls): an input is an endpoint, or a list of them for a list argument
napi_value AddNode(napi_env env, const std::vector<napi_value>& args) {
  StepGraph* graph = GraphOf(env, args[0]);
  const std::string name = "n" + std::to_string(graph->nodes.size());
  TF_OperationDescription* node = TF_NewOperation(graph->graph, Text(env, args[1]).c_str(), name.c_str());
  std::string wrong;
  try {
    for (napi_value input : Items(env, args[3])) {
      if (IsArray(env, input)) {
        const auto endpoints = EndpointsOf(env, graph, input);
        TF_AddInputList(node, endpoints.data(), endpoints.size());
      } else {
        TF_AddInput(node, EndpointOf(graph, Number(env, input)));
      }
    }
    for (int64_t before : Numbers<int64_t>(env, args[4])) TF_AddControlInput(node, NodeOf(graph, before));
    for (napi_value attribute : Items(env, args[2])) SetAttribute(env, node, attribute);
  } catch (const Failure& failure) {
    wrong = failure.text;
  }
  Status status;
  TF_Operation* made = TF_FinishOperation(node, status);  // frees the description, so it must come after a failure too
  if (!wrong.empty()) throw Failure{wrong};
  status.Require();
  graph->nodes.push_back(made);
  napi_value number;
  Check(napi_create_uint32(env, graph->nodes.size() - 1, &number));
  return number;
}

// plan(graph, feeds, fetches, targets): feeds as { endpoint, dtype, shape }; the plan's number is run later
napi_value MakePlan(napi_env env, const std::vector<napi_value>& args) {
  StepGraph* graph = GraphOf(env, args[0]);
  Plan plan;
  for (napi_value item : Items(env, args[1])) {
    const auto type = static_cast<TF_DataType>(Number(env, Get(env, item, "dtype")));
    const auto shape = Numbers<int64_t>(env, Get(env, item, "shape"));
    const auto endpoint = EndpointOf(graph, Number(env, Get(env, item, "endpoint")));
    plan.feeds.push_back({endpoint, type, shape, SizeOf(type, shape)});
  }
  plan.fetches = EndpointsOf(env, graph, args[2]);
  for (int64_t node : Numbers<int64_t>(env, args[3])) plan.targets.push_back(NodeOf(graph, node));
  graph->plans.push_back(std::move(plan));
  napi_value number;
  Check(napi_create_uint32(env, graph->plans.size() - 1, &number));
  return number;
}

napi_value Float32Of(napi_env env, TF_Tensor* tensor) {
  if (TF_TensorType(tensor) != TF_FLOAT) throw Failure{"only float32 can be fetched"};
  const size_t bytes = TF_TensorByteSize(tensor);
  void* data;
  napi_value buffer, array;
  Check(napi_create_arraybuffer(env, bytes, &data, &buffer));
  if (bytes > 0) std::memcpy(data, TF_TensorData(tensor), bytes);
  Check(napi_create_typedarray(env, napi_float32_array, bytes / 4, buffer, 0, &array));
  return array;
}

// run(graph, plan, values): a typed array for each feed; returns a Float32Array for each fetch
napi_value Run(napi_env env, const std::vector<napi_value>& args) {
  StepGraph* graph = GraphOf(env, args[0]);
  const auto number = static_cast<size_t>(Number(env, args[1]));
  if (number >= graph->plans.size()) throw Failure{"no such plan"};
  const Plan& plan = graph->plans[number];
  const auto values = Items(env, args[2]);
  if (values.size() != plan.feeds.size()) throw Failure{"another number of feeds"};
  std::vector<TF_Output> endpoints;
  std::vector<Tensor> owned;
  std::vector<TF_Tensor*> tensors;
  for (size_t i = 0; i < values.size(); ++i) {
    const Feed& feed = plan.feeds[i];
    endpoints.push_back(feed.endpoint);
    owned.push_back(MakeTensor(feed.type, feed.shape, BytesOf(env, values[i]), feed.bytes));
    tensors.push_back(owned.back().get());
  }
  std::vector<TF_Tensor*> fetched(plan.fetches.size(), nullptr);
  Status status;
  TF_SessionRun(graph->session, nullptr, endpoints.data(), tensors.data(), tensors.size(),
                plan.fetches.data(), fetched.data(), fetched.size(), plan.targets.data(),
                plan.targets.size(), nullptr, status);
  std::vector<Tensor> results(fetched.begin(), fetched.end());
  status.Require();
  napi_value array;
  Check(napi_create_array_with_length(env, results.size(), &array));
  for (size_t i = 0; i < results.size(); ++i) {
    Check(napi_set_element(env, array, i, Float32Of(env, results[i].get())));
  }
  return array;
}

napi_value Close(napi_env env, const std::vector<napi_value>& args) {
  void* data = nullptr;
  Check(napi_get_value_external(env, args[0], &data));
  static_cast<StepGraph*>(data)->Close();
  return nullptr;
}

template <napi_value (*function)(napi_env, const std::vector<napi_value>&), size_t count>
napi_value Call(napi_env env, napi_callback_info info) {
  size_t given = count;
  std::vector<napi_value> args(count);
  napi_get_cb_info(env, info, &given, args.data(), nullptr, nullptr);
  try {
    if (given < count) throw Failure{"an argument is missing"};
    return function(env, args);
  } catch (const Failure& failure) {
    napi_throw_error(env, "STEP_GRAPH", failure.text.c_str());
    return nullptr;
  }
}

}  // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"open", nullptr, Call<Open, 0>, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"addNode", nullptr, Call<AddNode, 5>, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"plan", nullptr, Call<MakePlan, 4>, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"run", nullptr, Call<Run, 3>, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"close", nullptr, Call<Close, 1>, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]), functions);
  return exports;
}
