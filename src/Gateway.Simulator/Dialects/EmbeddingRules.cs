using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.DeepSeek;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Dialects.LmStudio;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Dialects.SiliconFlow;
using Gateway.Simulator.Dialects.Vllm;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Dialects;

/// <summary>The rules of a personality for embedding requests.</summary>
internal sealed record EmbeddingRules
{
    private const string Invalid = "invalid_request_error";

    /// <summary>The refusal of token numbers as input; null when they are accepted.</summary>
    public ErrorAnswer? NoTokens { get; init; }

    /// <summary>The refusal for a model that makes no vectors.</summary>
    public required Func<string, ErrorAnswer> NotForVectors { get; init; }

    /// <summary>The most texts in one request, and the refusal of more; null: any number.</summary>
    public (int Most, ErrorAnswer Refusal)? Batch { get; init; }

    /// <summary>The refusal of a text that is too long; null when it is silently cut.</summary>
    public Func<int, int, ErrorAnswer>? TooLong { get; init; }

    /// <summary>
    /// True when a model's vectors have the requested length. Otherwise the request is refused, or the length is ignored if there is
    /// no refusal.
    /// </summary>
    public Func<ModelFacts, bool> HasDimensions { get; init; } = static _ => true;

    /// <summary>The refusal of a requested length.</summary>
    public ErrorAnswer? NoDimensions { get; init; }

    /// <summary>True when it writes base64 if asked. The others silently write numbers.</summary>
    public bool KnowsBase64 { get; init; } = true;

    /// <summary>True when numbers are written with all the digits of a 64-bit number, to which they were converted.</summary>
    public bool WritesLongNumbers { get; init; }

    /// <returns>Null when there is no such address.</returns>
    public static EmbeddingRules? Of(Dialect dialect) => dialect switch
    {
        DeepSeekDialect => null,
        OllamaDialect => new EmbeddingRules
        {
            NoTokens = new(400, ErrorBody.Object("invalid input type", Invalid)),
            NotForVectors = static _ =>
                new(501, ErrorBody.Object("This server does not support embeddings. Start it with `--embeddings`", "api_error")),
        },
        SiliconFlowDialect => new EmbeddingRules
        {
            NoTokens = new(400, ErrorBody.Coded(20015, "The parameter is invalid. Please check again.")),
            NotForVectors = static _ => new(400, ErrorBody.Coded(20012, "Model does not exist. Please check it carefully.")),
            Batch = (32, new(400, ErrorBody.Coded(20042, "input batch size 33 > maximum allowed batch size 32"))),
            TooLong = static (_, context) => new(413, ErrorBody.Coded(20015, $"input must have less than {context} tokens.")),
            HasDimensions = static model => model.Name.Contains("Qwen3-Embedding", StringComparison.OrdinalIgnoreCase),
            NoDimensions = new(400, ErrorBody.Coded(20015, "The parameter dimensions is invalid for this model.")),
        },
        LmStudioDialect => new EmbeddingRules
        {
            NoTokens = new(400, ErrorBody.Text("'input' field must be a string or an array of strings")),
            NotForVectors = static model => new(400, ErrorBody.Text($"Model \"{model}\" is not an embedding model.")),
            HasDimensions = static _ => false,
            KnowsBase64 = false,
        },
        LlamaCppDialect => new EmbeddingRules
        {
            NotForVectors = static _ =>
                LlamaCppErrors.Answer(501, "This server does not support embeddings. Start it with `--embeddings`", "not_supported_error"),
            TooLong = static (tokens, context) => LlamaCppErrors.Answer(
                500, $"input ({tokens} tokens) is too large to process. increase the physical batch size (current batch size: {context})",
                "server_error"),
            HasDimensions = static _ => false,
            WritesLongNumbers = true,
        },
        VllmDialect => new EmbeddingRules
        {
            NotForVectors = static _ => VllmErrors.Answer(400, "The model does not support Embeddings API", "BadRequestError"),
            TooLong = static (tokens, context) => VllmErrors.Answer(
                400, $"This model's maximum context length is {context} tokens. However, your request has {tokens} input tokens.",
                "BadRequestError"),
        },
        _ => new EmbeddingRules
        {
            NotForVectors = static _ => new(404, ErrorBody.Object("This is not an embedding model.", Invalid, param: "model")),
            Batch = (2048, new(400, ErrorBody.Object("The input holds more than 2048 items.", Invalid, param: "input"))),
            TooLong = static (tokens, context) => new(400, ErrorBody.Object(
                $"The maximum context length of this model is {context} tokens, and the input has {tokens}.", Invalid,
                "context_length_exceeded", "input")),
        },
    };
}
