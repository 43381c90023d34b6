using Gateway.Protocol;

namespace Gateway.Operations.Rerank;

/// <summary>What is known of a request to rank documents by its body.</summary>
internal sealed class RerankHead : RequestHead
{
    // What a model's template puts around each pair, in tokens; as text, it would be four bytes for each.
    private const long AroundPair = TokenEstimate.OfMessage;
    private const long BytesOfToken = 4;

    private List<byte[]>? _returned;
    private long _documentBytes;
    private long _shortest = long.MaxValue;

    /// <summary>An answer is no text, so it has no tokens.</summary>
    public RerankHead() => (MaxTokens, LimitIsRead) = (0, true);

    /// <summary>The value of <c>query</c>.</summary>
    public JsonRange Query { get; set; }

    /// <summary>The length of the query in tokens, as estimated.</summary>
    public long QueryTokens { get; set; }

    /// <summary>The value of <c>documents</c>.</summary>
    public JsonRange Documents { get; set; }

    public int DocumentCount { get; private set; }

    /// <summary>The objects that stand where a backend wants text, each with its text as JSON.</summary>
    public List<(JsonRange Place, byte[] Text)> Texts { get; } = [];

    /// <summary>How many documents are wanted, as <c>top_n</c> says; null for all.</summary>
    public long? TopN { get; set; }

    /// <summary>The member <c>top_n</c>, from its name to the end of its value; absent where the request does not have it.</summary>
    public JsonRange TopNMember { get; set; }

    /// <summary>Whether the answer is to hold the documents.</summary>
    public bool ReturnsDocuments { get; set; }

    /// <summary>The member that says so.</summary>
    public JsonRange ReturnsMember { get; set; }

    /// <summary>How many documents the answer has.</summary>
    public int ResultCount => (int)Math.Min(TopN ?? DocumentCount, DocumentCount);

    /// <summary>
    /// The query with the shortest document: some backends read longer ones in pieces, and who does not says so. Nobody is passed over for
    /// a guess.
    /// </summary>
    public override long LongestPrompt => DocumentCount == 0 ? PromptTokens : _shortest + QueryTokens + AroundPair;

    /// <summary>The query is read with each of the documents.</summary>
    public override long TextBytes => _documentBytes + (DocumentCount * (Query.Length + (AroundPair * BytesOfToken)));

    /// <summary>Adds a document.</summary>
    /// <param name="bytes">How many bytes of text it has.</param>
    /// <param name="tokens">How many tokens, as estimated.</param>
    public void Add(int bytes, long tokens)
    {
        DocumentCount++;
        _documentBytes += bytes;
        PromptTokens += tokens;
        _shortest = Math.Min(_shortest, tokens);
    }

    /// <summary>The whole body is read: counts the query with each document.</summary>
    public void Close() => PromptTokens += DocumentCount * (QueryTokens + AroundPair);

    /// <summary>Keeps the documents for the answer: not every backend gives them back, and the body may be gone by then.</summary>
    public void Return(byte[] document) => (_returned ??= []).Add(document);

    /// <summary>A document as the answer holds it; empty where it is not to.</summary>
    public ReadOnlySpan<byte> Returned(int index) => _returned is null ? default : _returned[index];
}
