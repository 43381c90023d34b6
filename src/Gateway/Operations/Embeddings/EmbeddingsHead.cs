using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Operations.Embeddings;

/// <summary>What is known of a request for vectors by its body.</summary>
internal sealed class EmbeddingsHead : RequestHead
{
    private long _longest;

    /// <summary>An answer is no text, so it has no tokens.</summary>
    public EmbeddingsHead() => (MaxTokens, LimitIsRead) = (0, true);

    /// <summary>The value of <c>input</c>.</summary>
    public JsonRange Input { get; set; }

    /// <summary>Each text or list of tokens in it.</summary>
    public List<JsonRange> Inputs { get; } = [];

    /// <summary>Whether it holds numbers of tokens instead of text.</summary>
    public bool HasTokens { get; set; }

    /// <summary>Whether the vectors are wanted as base64 of their 32-bit numbers, and not as numbers.</summary>
    public bool WantsBase64 { get; set; }

    /// <summary>The member <c>encoding_format</c>, from its name to the end of its value.</summary>
    public JsonRange Format { get; set; }

    /// <summary>How long the vectors shall be; null where the request does not say.</summary>
    public long? Dimensions { get; set; }

    /// <summary>Whether it says itself what becomes of a text that is too long.</summary>
    public bool SaysTruncate { get; set; }

    public override long LongestPrompt => _longest;

    public override Demand OwnDemand => HasTokens ? Demand.Tokens : Demand.None;

    /// <summary>Adds one text or list of tokens.</summary>
    public void Add(JsonRange input, long tokens)
    {
        Inputs.Add(input);
        PromptTokens += tokens;
        _longest = Math.Max(_longest, tokens);
    }
}
