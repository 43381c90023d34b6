using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("One place to send to: a kind of API, an address, a credential.")]
internal sealed record BackendConfig
{
    [Matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "up to 64 letters, digits, dots, dashes and underscores")]
    [Description("What routes, response headers and the log call it. Clients may write name/model to reach one model on it.")]
    public required string Name { get; init; }

    [Description("The kind of API: openai for OpenAI and any other server that speaks its API, ollama, siliconflow, lmstudio, llamacpp (llama-server), vllm, deepseek.")]
    public required ProviderKind Provider { get; init; }

    [Matches("^https?://[^\\s?#]+$", "an http or https address such as http://127.0.0.1:11434")]
    [Description("The address, with or without /v1. Another version at its end (https://open.bigmodel.cn/api/paas/v4), and of kind openai any path, is used as written. For SiliconFlow: https://api.siliconflow.cn/v1 or https://api.siliconflow.com/v1; a key of one is refused by the other. For DeepSeek: https://api.deepseek.com. Usual local ports: 11434 Ollama, 1234 LM Studio, 8080 llama.cpp, 8000 vLLM.")]
    public required string Url { get; init; }

    [Description("What the gateway presents to the backend, sent as a bearer token. Without it none is sent. A client's own key never is.")]
    public SecretConfig? Credential { get; init; }

    [Description("Whether it is one of the team's own machines: what may not leave goes there and nowhere else. Default: true where the address is an IP of this machine or of a private network, or localhost; false for any other name.")]
    public bool? Local { get; init; }

    [Within("256", "100000000")]
    [Description("The longest context it serves, in tokens, where it gives models less than they could take. An Ollama cuts what is longer without a word; say here what OLLAMA_CONTEXT_LENGTH says there. Goes before what the backend tells, but for a smaller num_ctx of a model's own. Default: as the backend tells of each model; for an Ollama that has loaded none yet 4096.")]
    public int? ContextLength { get; init; }

    [Within("100ms", "5m")]
    [Description("Longest time for a connection to be made. Default: 2s for ollama, lmstudio and llamacpp, 5s otherwise.")]
    public TimeSpan? ConnectTimeout { get; init; }

    [Within("0", "100000")]
    [Description("Most requests that its machine is sent at a time, over all its models; further ones wait in line. An Ollama's cloud models take no place. 0: no limit. Default: 0; the limits are the models' then, see maxConcurrentPerModel.")]
    public int? MaxConcurrent { get; init; }

    [Within("0", "100000")]
    [Description("Most requests that each of its models is sent at a time; further ones wait in a line of their own, so that nobody waits for another model. Where maxConcurrent is set too, both hold. 0: no limit. Default: as many as a llama.cpp server says that it has slots; 1 for ollama without maxConcurrent, as OLLAMA_NUM_PARALLEL there: write both alike; 0 otherwise.")]
    public int? MaxConcurrentPerModel { get; init; }

    [Description("The lines before it, where maxConcurrent or maxConcurrentPerModel holds.")]
    public QueueConfig Queue { get; init; } = new();

    [Within("100ms", "1h")]
    [Description("Longest time to the first content of a stream from a model that is known to be loaded, or need not be. Default: what firstByteTimeout says; without that, 5m for ollama, lmstudio, llamacpp and vllm, 60s otherwise, and on a local backend at least a second for each 50 tokens of the prompt.")]
    public TimeSpan? WarmFirstByteTimeout { get; init; }

    [Within("100ms", "1h")]
    [Description("Longest time from sending to the first content of a stream, where a model may have to be loaded, or to the whole of an answer that is not streamed. Default: 5m for ollama, lmstudio and llamacpp, which load a model in silence, but see warmFirstByteTimeout; 60s otherwise, 5m when not streamed.")]
    public TimeSpan? FirstByteTimeout { get; init; }

    [Within("1s", "24h")]
    [Description("Longest time from sending to the first content of a stream, or to the beginning of an answer that is not streamed, while the backend shows that it lives by comments or empty lines, as a busy DeepSeek does. The two limits above then count from its last sign of life. Default: 30m.")]
    public TimeSpan? AliveTimeout { get; init; }

    [Within("100ms", "1h")]
    [Description("Longest silence in the middle of a stream. Default: 60s.")]
    public TimeSpan? IdleTimeout { get; init; }

    [Within("1s", "24h")]
    [Description("Longest time from the arrival of a request to the end of its answer by this backend, earlier attempts elsewhere included. Default: 30m.")]
    public TimeSpan? TotalTimeout { get; init; }
}
