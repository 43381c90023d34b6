using Gateway.Backends;
using Gateway.Providers.LlamaCpp;
using Gateway.Providers.LmStudio;
using Gateway.Providers.Ollama;
using Gateway.Providers.OpenAi;
using Gateway.Providers.Vllm;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Backends.Failures;

/// <summary>What a status means by itself, and which error texts override it.</summary>
public class FailureTableTests
{
    private static readonly Provider s_plain = new OpenAiProvider();

    private static readonly Dictionary<int, BackendFailure> s_refusals = new()
    {
        [400] = BackendFailure.ClientFault,
        [401] = BackendFailure.Credential,
        [402] = BackendFailure.OutOfCredit,
        [403] = BackendFailure.Credential,
        [404] = BackendFailure.ModelMissing,
        [407] = BackendFailure.Unavailable,
        [408] = BackendFailure.Timeout,
        [410] = BackendFailure.ModelMissing,
        [413] = BackendFailure.ContextTooLong,
        [422] = BackendFailure.ClientFault,
        [424] = BackendFailure.Unavailable,
        [425] = BackendFailure.Unavailable,
        [429] = BackendFailure.RateLimited,
        [451] = BackendFailure.Incapable,
        [499] = BackendFailure.Unavailable,
        [501] = BackendFailure.Incapable,
    };

    public static TheoryData<int> Statuses => [.. Enumerable.Range(300, 300), 999];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Status_WithoutWords_HasItsClass_AndNothingBut400And422IsTheRequests(int status)
    {
        var expected = s_refusals.TryGetValue(status, out var listed) ? listed
            : status < 400 ? BackendFailure.BadAnswer
            : status < 500 ? BackendFailure.Refused
            : BackendFailure.Unavailable;
        Assert.Equal(expected, s_plain.Classify(status, new BackendErrorText("The backend gave no reason.", null)));
        Assert.Equal(status is 400 or 422, expected == BackendFailure.ClientFault);
    }

    [Theory]
    [InlineData("While executing CallExpression: Error: Jinja Exception: Conversation roles must alternate user/assistant")]
    [InlineData("Jinja Exception: System role not supported")]
    [InlineData("System message must be at the beginning.")]
    [InlineData("[json.exception.parse_error.101] parse error at line 1: invalid string; last read: 'my CUDA error: out of memory'")]
    [InlineData("[json.exception.type_error.302] type must be string, but is number")]
    [InlineData("Failed to parse tools: tools must be an array; tools = {}")]
    [InlineData("Failed to parse messages: Missing 'role' in message")]
    [InlineData("invalid JSON schema in format")]
    [InlineData("'messages' must be an array")]
    [InlineData("Invalid value for 'temperature'")]
    [InlineData("messages is required")]
    [InlineData("json: cannot unmarshal string into Go struct field .messages")]
    public void ServerError_WhoseWordsBlameTheRequest_IsTheRequests(string words) =>
        Assert.Equal(BackendFailure.ClientFault, s_plain.Classify(500, new BackendErrorText(words, null)));

    [Theory]
    [InlineData(500, "Internal Server Error")]
    [InlineData(500, "The backend gave no reason.")]
    [InlineData(500, "CUDA error: invalid argument")]
    [InlineData(500, "CUDA error: an illegal memory access was encountered")]
    [InlineData(500, "cudaMalloc failed: out of memory")]
    [InlineData(500, "runtime error: invalid memory address or nil pointer dereference")]
    [InlineData(500, "dial tcp 127.0.0.1:40001: connect: connection refused")]
    [InlineData(500, "an error was encountered while running the model: unexpected EOF")]
    [InlineData(500, "model runner has unexpectedly stopped, this may be due to resource limitations")]
    [InlineData(500, "llama runner process has terminated: signal: killed")]
    [InlineData(500, "EngineCore encountered an issue.")]
    [InlineData(500, "Compute error.")]
    [InlineData(500, "Expected all tensors to be on the same device")]
    [InlineData(500, "GGML_ASSERT(n_tokens) must be a multiple")]
    [InlineData(500, "Sorry, something went wrong.")]
    [InlineData(502, "invalid response from upstream")]
    [InlineData(502, "Invalid value: the gateway received an invalid request")]
    [InlineData(503, "'model' must be loaded first")]
    [InlineData(504, "failed to parse the answer in time")]
    public void ServerError_OfTheMachine_StaysTheMachines(int status, string words) =>
        Assert.Equal(BackendFailure.Unavailable, s_plain.Classify(status, new BackendErrorText(words, null)));

    [Theory]
    [InlineData(500, "input (1002 tokens) is too large to process. increase the physical batch size")]
    [InlineData(500, "request (4531 tokens) exceeds the available context size (4096 tokens), try increasing it")]
    [InlineData(400, "This model's maximum context length is 8192 tokens")]
    public void Length_ThatDoesNotFit_IsOneWhateverTheStatus(int status, string words) =>
        Assert.Equal(BackendFailure.ContextTooLong, s_plain.Classify(status, new BackendErrorText(words, null)));

    [Theory]
    [InlineData("openai", 400, "Your account balance is negative", "account balance", BackendFailure.ClientFault)]
    [InlineData("openai", 402, "Your account balance is negative", "account balance", BackendFailure.OutOfCredit)]
    [InlineData("lmstudio", 400, "The model has crashed", "has crashed", BackendFailure.ClientFault)]
    internal void Words_ThatTheRequestHolds_ProveNothingAgainstOthers(
        string provider, int status, string message, string held, BackendFailure expected)
    {
        Provider asked = provider == "lmstudio" ? new LmStudioProvider() : s_plain;
        Assert.Equal(
            expected,
            asked.RowOf(
                status, new BackendErrorText(message, null), words => held.Contains(words, StringComparison.OrdinalIgnoreCase)).Kind);
        Assert.NotEqual(BackendFailure.ClientFault, asked.RowOf(status, new BackendErrorText(message, null), static _ => false).Kind);
    }

    [Theory]
    [InlineData("model 'nope' not found")]
    [InlineData("model `nope` not found")]
    [InlineData("The model \"nope\" does not exist")]
    [InlineData("The model 'nope' was not found")]
    [InlineData("Model 'nope' is not available")]
    [InlineData("could not find real modelID for nope")]
    [InlineData("No such model: nope")]
    [InlineData("Invalid model name passed in model=nope")]
    public void Router_ThatDoesNotKnowAModel_SaysSoWith400(string words)
    {
        foreach (Provider provider in new Provider[]
        {
            s_plain, new LlamaCppProvider(), new OllamaProvider(), new VllmProvider(), new LmStudioProvider()
        })
        {
            Assert.Equal(BackendFailure.ModelMissing, provider.Classify(400, new BackendErrorText(words, "invalid_request_error")));
        }
    }

    [Theory]
    [InlineData("tool 'lookup' not found")]
    [InlineData("function `model_of` does not exist")]
    [InlineData("model name is missing from the request")]
    public void OtherThingsThatAreNotFound_AreTheRequests(string words) =>
        Assert.Equal(
            BackendFailure.ClientFault, new LlamaCppProvider().Classify(400, new BackendErrorText(words, "invalid_request_error")));
}
