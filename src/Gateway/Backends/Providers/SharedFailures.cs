using System.Collections.Immutable;
using Gateway.Protocol;
using Gateway.Routing.Models;
using static Gateway.Protocol.BackendFailure;

namespace Gateway.Backends.Providers;

/// <summary>
/// What a failure is, whatever the provider, where its own rows do not say: first by codes and words, then by the status alone. The
/// last row matches everything. Nothing but 400 and 422 is the request's fault by its status, since servers have reasons of their own
/// for every other; a 5xx is, where its words say so clearly, because some servers fail with 500 over whatever they cannot read.
/// </summary>
internal static class SharedFailures
{
    private static readonly ImmutableArray<string> Lacks =
        ["does not support", "do not support", "doesn't support", "not supported by", "not supported with", "not supported for", "is not supported", "are not supported"];

    private static readonly ImmutableArray<string> UsedUp = ["exceeded your current quota", "quota exceeded", "quota is exhausted"];

    public static FailureRow[] Rows { get; } =
    [
        // By codes and types, which no prompt can hold.
        new(Statuses.Any, ContextTooLong) { Codes = ["context_length_exceeded", "exceed_context_size_error"] },
        new(Statuses.Refusals, OutOfCredit) { Codes = ["insufficient_quota", "insufficient_balance", "billing_not_active", "billing_hard_limit_reached", "arrearage", "AccountOverdueError"] },
        new(Statuses.Refusals, ModelMissing) { Codes = ["model_not_found"] },
        new(Statuses.Any, Incapable) { Codes = ["not_supported_error", "unsupported_parameter", "unsupported_value"] },

        // A 5xx whose words name a part of the request. Before those of sickness: a parser repeats what it stumbled over, whatever that says.
        new(Statuses.Failures, ClientFault)
        {
            Words =
            [
                "jinja", "chat template", "chat_template", "roles must alternate", "must alternate user", "role not supported", "unknown role", "unexpected role",
                "system message must", "json.exception",
            ],
        },
        new(500, ClientFault) { Words = ["failed to parse", "parse error", "unmarshal"] },
        new(Statuses.Failures, ContextTooLong)
        {
            Words = ["too large to process", "exceeds the available context", "exceeds the context", "maximum context length", "context window", "prompt is too long"],
        },

        // What a model or a server of it lacks. The server of llama.cpp says so with 500.
        .. Lacking(Tag.Tools, "support tools", "support tool use", "support tool call", "support function", "tools are not supported", "tool calls are not supported", "tool calling is not supported",
            "function calling is not supported", "--enable-auto-tool-choice", "--tool-call-parser", "requires --jinja"),
        .. Lacking(Tag.Vision, "support image", "support vision", "support multimodal", "image input is not supported", "images are not supported", "not a multimodal model",
            "not a VLM", "At most 0 image", "unknown variant `image_url`"),
        .. Lacking(Tag.Audio, "support audio", "audio input is not supported", "At most 0 audio", "unknown variant `input_audio`"),
        .. Lacking(Tag.Reasoning, "support thinking", "support reasoning", "thinking is not supported", "reasoning is not supported", "reasoning_effort' is not supported",
            "support parameter `enable_thinking`", "support parameter `thinking_budget`"),
        .. Lacking(Tag.FIM, "support insert", "support FIM", "support suffix", "infill is not supported"),
        .. Lacking(Demand.JsonSchema, "support json_schema", "support json schema", "support structured output", "json_schema is not supported", "response_format type is unavailable"),
        .. Lacking(Demand.ImageAddress, "image URLs are not"),
        new(400, Incapable) { Words = Lacks },
        new(404, Incapable) { Words = Lacks },
        new(422, Incapable) { Words = Lacks },
        new(500, Incapable) { Words = ["does not support", "doesn't support"] },

        // An account that is empty is said with any status that refuses.
        new(Statuses.Refusals, OutOfCredit)
        {
            Words =
            [
                "insufficient balance", "balance is insufficient", "insufficient account balance", "balance is not enough", "account balance", "credit balance", "insufficient credit",
                "out of credit", "insufficient_quota", "insufficient quota", "in arrears", "arrearage", "overdue", "billing hard limit", "余额不足", "欠费",
            ],
        },
        new(400, OutOfCredit) { Words = UsedUp },
        new(403, OutOfCredit) { Words = UsedUp },
        new(400, ContextTooLong) { Words = ["maximum context length", "exceeds the available context", "exceeds the context"] },

        // A 500 that is the machine's after all, though it may say "invalid", before one whose words blame the request.
        new(Statuses.Failures, Unavailable)
        {
            Words =
            [
                "out of memory", "cuda", "cublas", "hip error", "rocm", "vulkan", "ggml", "nccl", "gpu", "device", "allocat", "unexpected eof", "terminated", "exit status", "exit code",
                "crashed", "killed", "segmentation", "panic", "nil pointer", "assert", "connection", "broken pipe", "timed out", "timeout", "deadline", "no such host", "upstream",
                "engine", "worker", "runner", "unavailable", "overloaded", "try again", "internal server error", "compute error", "no space left", "gateway",
            ],
        },
        new(500, ClientFault)
        {
            Words =
            [
                "invalid json", "invalid schema", "invalid message", "invalid role", "invalid content", "invalid tool", "invalid function", "invalid request", "invalid value",
                "invalid type", "invalid parameter", "invalid argument", "invalid input", "invalid image", "invalid base64", "invalid format", "invalid grammar", "invalid utf",
                "parse grammar", "' must be", "` must be", "\" must be", "must be a ", "must be an ", "must be one of", "must be at least", "must be between", "must not be", "is required",
                "missing required", "unrecognized schema",
            ],
        },
        new(500, ClientFault) { Codes = ["invalid_request_error", "BadRequestError"] },

        // By the status alone.
        new(400, ClientFault),
        new(422, ClientFault),
        new(401, Credential),
        new(403, Credential),
        new(402, OutOfCredit),
        new(404, ModelMissing),
        new(410, ModelMissing),
        // A limit for bytes, or for tokens under another number: what is too long for one.
        new(413, ContextTooLong),
        new(408, BackendFailure.Timeout),
        new(429, RateLimited),
        // 407: a proxy on the way wants a password, which the client has none for. 424: what the server itself needs has failed. 425: not yet.
        // 499: somebody on the way did not wait.
        new(407, Unavailable),
        new(424, Unavailable),
        new(425, Unavailable),
        new(499, Unavailable),
        // For reasons of law: this provider may not answer it. Another may.
        new(451, Incapable),
        new(501, Incapable),
        new(Statuses.Refusals, Refused),
        new(new(500, int.MaxValue), Unavailable),
        // Redirects are not followed: they would carry the prompt to an address that nobody configured.
        new(Statuses.Any, BadAnswer),
    ];

    private static FailureRow[] Lacking(Lack lack, params string[] words) =>
    [
        new(Statuses.Refusals, Incapable) { Words = [.. words], Lacks = lack },
        new(500, Incapable) { Words = [.. words], Lacks = lack },
        new(501, Incapable) { Words = [.. words], Lacks = lack },
    ];
}
