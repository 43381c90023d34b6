using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("A place to send requests to: a kind of API, an address and a credential.")]
internal sealed record BackendConfig
{
    [Matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "up to 64 letters, digits, dots, dashes and underscores")]
    [Description("The backend's name in routes, response headers and the log. Clients may ask for one of its models as name/model.")]
    public required string Name { get; init; }

    [Description(
        "The kind of API: openai (OpenAI and any other server with the same API), ollama, siliconflow, lmstudio, llamacpp " +
        "(llama-server), vllm or deepseek.")]
    public required ProviderKind Provider { get; init; }

    [Matches("^https?://[^\\s?#]+$", "an http or https address such as http://127.0.0.1:11434")]
    [Description(
        "The address, with or without /v1. If it ends in another version (https://open.bigmodel.cn/api/paas/v4), it is used as written; " +
        "so is any path when the provider is openai. SiliconFlow: https://api.siliconflow.cn/v1 or https://api.siliconflow.com/v1; each " +
        "refuses the other's keys. DeepSeek: https://api.deepseek.com. Usual local ports: 11434 Ollama, 1234 LM Studio, 8080 llama.cpp, " +
        "8000 vLLM.")]
    public required string Url { get; init; }

    [Description(
        "The credential that the gateway sends to the backend as a bearer token. A client's own key is never sent. Default: " +
        "no credential.")]
    public SecretConfig? Credential { get; init; }

    [Description(
        "true: the backend is one of the team's own machines. Requests that must stay local go to such backends only. Default: true if " +
        "the address is localhost or an IP of this machine or of a private network; false for any other name.")]
    public bool? Local { get; init; }

    [Matches("^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$", "the name of a price list such as deepseek.com/usd")]
    [Description(
        "The price list by which the backend's models are priced. Set it for an account that pays in another currency " +
        "(deepseek.com/usd), and for a list of your own in a price book ('prices'). Default: siliconflow.cn or siliconflow.com by the " +
        "address for siliconflow; deepseek.com, which is in CNY, for deepseek at its own address; none for the others.")]
    public string? PriceList { get; init; }

    [Within("256", "100000000")]
    [Description(
        "The longest context that the backend serves, in tokens. Set it if the backend gives its models less than they could take. " +
        "Ollama cuts longer prompts without an error, so write the value of its OLLAMA_CONTEXT_LENGTH here. It overrides what the " +
        "backend reports, but a smaller num_ctx of a single model still applies. Default: what the backend reports for each model; 4096 " +
        "for an Ollama that has not loaded a model yet.")]
    public int? ContextLength { get; init; }

    [Within("100ms", "5m")]
    [Description("The longest time to connect. Default: 2s for ollama, lmstudio and llamacpp; 5s for the others.")]
    public TimeSpan? ConnectTimeout { get; init; }

    [Within("0", "100000")]
    [Description(
        "The most requests that the backend is sent at once, over all its models. Further requests wait in line. Ollama's cloud models " +
        "do not count. 0: no limit. Default: 0, which leaves the limit to maxConcurrentPerModel.")]
    public int? MaxConcurrent { get; init; }

    [Within("0", "100000")]
    [Description(
        "The most requests that each model of the backend is sent at once. Further requests wait in a line for that model, so nobody " +
        "waits for another model. If maxConcurrent is set too, both limits apply. 0: no limit. Default: for llamacpp, the number of " +
        "slots that the server reports; for ollama without maxConcurrent, 1; otherwise 0. For ollama, write the value of its " +
        "OLLAMA_NUM_PARALLEL here.")]
    public int? MaxConcurrentPerModel { get; init; }

    public QueueConfig Queue { get; init; } = new();

    [Within("100ms", "1h")]
    [Description(
        "The longest time from sending a request to the first content of a stream, if the model is known to be loaded or needs no " +
        "loading. Default: firstByteTimeout if it is set; otherwise 5m for ollama, lmstudio, llamacpp and vllm, 60s for the others, and " +
        "on a local backend at least one second for each 50 tokens of the prompt.")]
    public TimeSpan? WarmFirstByteTimeout { get; init; }

    [Within("100ms", "1h")]
    [Description(
        "The longest time from sending a request to the first content of a stream, if the model may have to be loaded first. For an " +
        "answer that is not streamed: the longest time to the whole answer. Default: 5m for ollama, lmstudio and llamacpp, which send " +
        "nothing while they load a model; for the others 60s, and 5m if the answer is not streamed. See warmFirstByteTimeout for " +
        "loaded models.")]
    public TimeSpan? FirstByteTimeout { get; init; }

    [Within("1s", "24h")]
    [Description(
        "The longest time from sending a request to the first content of a stream, or to the start of an answer that is not streamed, " +
        "while the backend sends comments or empty lines to show that it is alive, as a busy DeepSeek does. Each of these restarts " +
        "firstByteTimeout and warmFirstByteTimeout. Default: 30m.")]
    public TimeSpan? AliveTimeout { get; init; }

    [Within("100ms", "1h")]
    [Description("The longest silence within a stream. Default: 60s.")]
    public TimeSpan? IdleTimeout { get; init; }

    [Within("1s", "24h")]
    [Description(
        "The longest time from the arrival of a request to the end of this backend's answer, including earlier attempts on other " +
        "backends. Default: 30m.")]
    public TimeSpan? TotalTimeout { get; init; }
}
