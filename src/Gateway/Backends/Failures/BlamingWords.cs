using System.Collections.Immutable;

namespace Gateway.Backends.Failures;

/// <summary>The words by which servers of any provider say whose fault a failure is.</summary>
internal static class BlamingWords
{
    /// <summary>A chat template that raised, or a request parser that failed: nothing else says so, under any 5xx.</summary>
    public static readonly ImmutableArray<string> OfTemplatesAndParsers =
    [
        "jinja", "chat template", "chat_template", "raise_exception", "roles must alternate", "must alternate user", "role not supported",
        "roles are supported", "unknown role", "unexpected role", "system message must", "no user query found", "json.exception",
        "templateerror", "undefinederror", "parser for this template", "item pairs from a mapping", "value is not callable",
    ];

    /// <summary>
    /// A part of a request that a server could not read, under 500: a proxy says the same about an answer, with other statuses.
    /// </summary>
    public static readonly ImmutableArray<string> OfParsing = ["failed to parse", "parse error", "unmarshal"];

    /// <summary>Plainer blame, under 500, believed when nothing mentions a machine.</summary>
    public static readonly ImmutableArray<string> OfBlame =
    [
        "invalid json", "invalid schema", "invalid message", "invalid role", "invalid content", "invalid tool", "invalid function",
        "invalid request", "invalid value", "invalid type", "invalid parameter", "invalid argument", "invalid input", "invalid image",
        "invalid base64", "invalid format", "invalid grammar", "invalid utf", "parse grammar", "unrecognized schema",
        "' must be", "` must be", "\" must be", "must be a ", "must be an ", "must be one of", "must be at least", "must be between",
        "must not be", "is required", "missing required", "field required", "input should be", "unsupported content",
    ];

    /// <summary>A machine in trouble, or a part between it and its server.</summary>
    public static readonly ImmutableArray<string> OfMachines =
    [
        "out of memory", "cuda", "cublas", "hip error", "rocm", "vulkan", "ggml", "nccl", "gpu", "device", "tensor", "allocat",
        "unexpected eof", "terminated", "exit status", "exit code", "crashed", "killed", "segmentation", "panic", "nil pointer", "assert",
        "connection", "broken pipe", "timed out", "timeout", "deadline", "no such host", "upstream", "gateway", "engine", "worker",
        "runner",
        "unavailable", "overloaded", "try again", "internal server error", "compute error", "no space left",
    ];

    /// <summary>A healthy server that is still loading its model.</summary>
    public static readonly ImmutableArray<string> OfLoading =
        ["loading model", "model is loading", "is currently loading", "is still loading", "is being loaded"];

    /// <summary>A server whose own line is full. It is healthy, and takes the same request as soon as the line has moved.</summary>
    public static readonly ImmutableArray<string> OfFullLines =
        ["server busy", "maximum pending requests", "queue is full", "queue full", "no slot available", "no available slot"];

    /// <summary>A model that could not be loaded, under 500. Asked again, it is loaded again and fails as late.</summary>
    public static readonly ImmutableArray<string> OfFailedLoads =
    [
        "process has terminated", "process no longer running", "failed to load model", "model failed to load", "error loading model",
        "unable to load model", "waiting for llama runner to start", "waiting for llama-server to start", "error starting runner",
        "failed to start a llama runner", "error starting llama", "model requires more system memory", "model loading failed",
    ];

    /// <summary>A part of the request that a server could not read, although it reports it like a failed load.</summary>
    public static readonly ImmutableArray<string> OfFailedMedia =
        ["failed to load image", "failed to load audio", "failed to load media", "failed to load video"];

    /// <summary>A prompt that does not fit, under 5xx; under 4xx fewer words are needed.</summary>
    public static readonly ImmutableArray<string> OfLength =
    [
        "too large to process", "exceeds the available context", "exceeds the context", "maximum context length", "context window",
        "prompt is too long",
    ];

    /// <summary>An empty account, under any status that refuses.</summary>
    public static readonly ImmutableArray<string> OfEmptyAccounts =
    [
        "insufficient balance", "balance is insufficient", "insufficient account balance", "balance is not enough", "account balance",
        "credit balance", "insufficient credit", "out of credit", "insufficient_quota", "insufficient quota", "in arrears", "arrearage",
        "overdue", "billing hard limit", "余额不足", "欠费",
    ];

    /// <summary>A used-up quota; with 429 some servers say so of a per-minute quota.</summary>
    public static readonly ImmutableArray<string> OfUsedUpQuotas =
        ["exceeded your current quota", "quota exceeded", "quota is exhausted"];

    /// <summary>A missing ability, in words that do not name it.</summary>
    public static readonly ImmutableArray<string> OfLacks =
    [
        "does not support", "do not support", "doesn't support", "not supported by", "not supported with", "not supported for",
        "is not supported", "are not supported", "not a chat model", "does not work with the specified model",
    ];

    /// <summary>
    /// A missing model, reported about the request that names it. The gateway chose the name, so the request is not at fault.
    /// </summary>
    public static readonly ImmutableArray<string> OfMissingModels =
    [
        "model does not exist", "model not found", "is not a valid model", "invalid model name", "invalid model:", "unknown model:",
        "no such model", "could not find real modelid", "could not find suitable inference handler",
    ];

    /// <summary>
    /// Words before the name of a model that some server did not find. They are combined with <see cref="OfThingsNotFound"/>, since a tool
    /// may not be found either.
    /// </summary>
    public static readonly ImmutableArray<string> OfNamedModels = ["model '", "model `", "model \"", "model id '", "model name '"];

    public static readonly ImmutableArray<string> OfThingsNotFound =
    [
        "' not found", "` not found", "\" not found", "' is not found", "' was not found", "` was not found", "' does not exist",
        "` does not exist", "\" does not exist", "' is not available", "` is not available",
    ];

    public static readonly ImmutableArray<string> OfNoTools =
    [
        "support tools", "support tool use", "support tool call", "support function", "tools are not supported",
        "tool calls are not supported", "tool calling is not supported", "function calling is not supported",
        "--enable-auto-tool-choice", "--tool-call-parser", "requires --jinja",
    ];

    public static readonly ImmutableArray<string> OfNoEyes =
    [
        "support image", "support vision", "support multimodal", "image input is not supported", "images are not supported",
        "not a multimodal model", "not a VLM", "At most 0 image", "unknown variant `image_url`",
    ];

    public static readonly ImmutableArray<string> OfNoEars =
        ["support audio", "audio input is not supported", "At most 0 audio", "unknown variant `input_audio`"];

    public static readonly ImmutableArray<string> OfNoThoughts =
    [
        "support thinking", "support reasoning", "thinking is not supported", "reasoning is not supported",
        "reasoning_effort' is not supported", "support parameter `enable_thinking`", "support parameter `thinking_budget`",
    ];

    public static readonly ImmutableArray<string> OfNoInfill = [
        "support insert", "support FIM", "support suffix", "infill is not supported"
    ];

    public static readonly ImmutableArray<string> OfNoSchemas =
    [
        "support json_schema", "support json schema", "support structured output", "json_schema is not supported",
        "response_format type is unavailable",
    ];
}
