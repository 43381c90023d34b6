using Gateway.Backends;
using Gateway.Providers.LlamaCpp;
using Gateway.Providers.Ollama;
using Gateway.Providers.OpenAi;
using Gateway.Providers.SiliconFlow;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Backends.Failures;

public class FailureIsClassifiedTests
{
    private static readonly Dictionary<string, Provider> Providers =
        new Provider[] { new OpenAiProvider(), new OllamaProvider(), new SiliconFlowProvider(), new LlamaCppProvider() }.ToDictionary(
            p => p.Name);

    [Theory]
    [InlineData("openai", 401, "", null, BackendFailure.Credential)]
    [InlineData("openai", 403, "", null, BackendFailure.Credential)]
    [InlineData("openai", 402, "", null, BackendFailure.OutOfCredit)]
    [InlineData("openai", 404, "", null, BackendFailure.ModelMissing)]
    [InlineData("openai", 410, "", null, BackendFailure.ModelMissing)]
    [InlineData("openai", 408, "", null, BackendFailure.Timeout)]
    [InlineData("openai", 429, "", null, BackendFailure.RateLimited)]
    [InlineData("openai", 429, "", "insufficient_quota", BackendFailure.OutOfCredit)]
    [InlineData("openai", 400, "", "context_length_exceeded", BackendFailure.ContextTooLong)]
    [InlineData("openai", 400, "", null, BackendFailure.ClientFault)]
    [InlineData("openai", 422, "", "x", BackendFailure.ClientFault)]
    [InlineData("openai", 499, "", null, BackendFailure.Unavailable)]
    [InlineData("openai", 500, "", null, BackendFailure.Unavailable)]
    [InlineData("openai", 503, "", null, BackendFailure.Unavailable)]
    [InlineData("openai", 504, "", null, BackendFailure.Unavailable)]
    [InlineData("openai", 400, "length of prompt", "20012", BackendFailure.ClientFault)]
    [InlineData("ollama", 404, "model 'x' not found", null, BackendFailure.ModelMissing)]
    [InlineData("ollama", 400, "input exceeds the Context Length", null, BackendFailure.ContextTooLong)]
    [InlineData("ollama", 400, "x does not support tools", null, BackendFailure.Incapable)]
    [InlineData("ollama", 500, "invalid JSON schema in format", null, BackendFailure.ClientFault)]
    [InlineData("ollama", 500, "an error was encountered while running the model: unexpected EOF", null, BackendFailure.Unavailable)]
    [InlineData("ollama", 500, "llama-server process has terminated: exit status 1", null, BackendFailure.Unavailable)]
    [InlineData("ollama", 500, "error parsing tool call: raw='{' err=unexpected end of JSON input", null, BackendFailure.Unavailable)]
    [InlineData("ollama", 501, "This server does not support embeddings", null, BackendFailure.Incapable)]
    [InlineData("ollama", 403, "ollama cloud is disabled", null, BackendFailure.Credential)]
    [InlineData("ollama", 500, "context length", null, BackendFailure.Unavailable)]
    [InlineData("ollama", 503, "server busy", null, BackendFailure.Busy)]
    [InlineData("openai", 503, "The request queue is full.", null, BackendFailure.Busy)]
    [InlineData("openai", 503, "The server is overloaded", null, BackendFailure.Unavailable)]
    [InlineData("llamacpp", 503, "Loading model", "503", BackendFailure.Loading)]
    [InlineData("openai", 503, "Model x is currently loading", null, BackendFailure.Loading)]
    [InlineData("openai", 500, "Loading model", null, BackendFailure.Unavailable)]
    [InlineData("ollama", 401, "unauthorized", null, BackendFailure.Credential)]
    [InlineData("siliconflow", 400, "no such model", "20012", BackendFailure.ModelMissing)]
    [InlineData("siliconflow", 400, "length of prompt_tokens must be less than max_seq_len", "20015", BackendFailure.ContextTooLong)]
    [InlineData("siliconflow", 400, "some other value", "20015", BackendFailure.ClientFault)]
    [InlineData("siliconflow", 401, "bad", "30014", BackendFailure.Credential)]
    [InlineData("siliconflow", 401, "bad", null, BackendFailure.Credential)]
    [InlineData("siliconflow", 402, "balance", "30001", BackendFailure.OutOfCredit)]
    [InlineData("siliconflow", 403, "balance", "30001", BackendFailure.OutOfCredit)]
    [InlineData("siliconflow", 403, "charged accounts only", "30011", BackendFailure.OutOfCredit)]
    [InlineData("siliconflow", 403, "off-line", "30003", BackendFailure.ModelMissing)]
    [InlineData("siliconflow", 403, "real name", "30005", BackendFailure.Credential)]
    [InlineData("siliconflow", 403, "Forbidden", null, BackendFailure.Credential)]
    [InlineData("siliconflow", 429, "TPM limit reached", null, BackendFailure.RateLimited)]
    [InlineData("siliconflow", 503, "busy", "50505", BackendFailure.Unavailable)]
    [InlineData("siliconflow", 400, "FIM", "20031", BackendFailure.Incapable)]
    [InlineData("siliconflow", 400, "prefix", "20030", BackendFailure.Incapable)]
    [InlineData("siliconflow", 451, "unsafe", "20021", BackendFailure.Incapable)]
    [InlineData("siliconflow", 413, "large", "20042", BackendFailure.ContextTooLong)]
    [InlineData("siliconflow", 400, "current model does not support parameter `enable_thinking`.", "20015", BackendFailure.Incapable)]
    [InlineData("openai", 400, "Your account is in arrears", "Arrearage", BackendFailure.OutOfCredit)]
    [InlineData("openai", 400, "Your credit balance is too low", null, BackendFailure.OutOfCredit)]
    [InlineData("openai", 400, "Insufficient Balance", null, BackendFailure.OutOfCredit)]
    [InlineData("openai", 400, "You exceeded your current quota, please check your plan", null, BackendFailure.OutOfCredit)]
    // Some say so of a limit for the minute.
    [InlineData("openai", 429, "You exceeded your current quota, please check your plan", null, BackendFailure.RateLimited)]
    [InlineData("openai", 404, "No endpoints found that support tool use.", null, BackendFailure.Incapable)]
    [InlineData(
        "openai", 400, "Unsupported value: 'temperature' does not support 0.2 with this model.", "unsupported_value",
        BackendFailure.Incapable)]
    [InlineData("openai", 403, "Project has no access", "model_not_found", BackendFailure.ModelMissing)]
    internal void Response_OfAProvider_HasItsClass(string provider, int status, string message, string? code, BackendFailure expected) =>
        Assert.Equal(expected, Providers[provider].Classify(status, new BackendErrorText(message, code)));

    [Fact]
    public void Ollama_NotRunning_IsToldHowToStart() =>
        Assert.Equal(
            "no Ollama answers at http://127.0.0.1:11434 (start it with 'ollama serve')",
            Providers["ollama"].WhenUnreachable(new Uri("http://127.0.0.1:11434/v1")));
}
