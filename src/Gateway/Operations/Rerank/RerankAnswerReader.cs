using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Usage;

namespace Gateway.Operations.Rerank;

/// <summary>Reads a backend's answer to a rerank request.</summary>
internal ref struct RerankAnswerReader
{
    private readonly int _documents;
    private readonly bool[] _seen;
    private Utf8JsonReader _json;
    private bool _hasList;
    private bool _hasError;
    private bool _isBroken;

    private RerankAnswerReader(ReadOnlySpan<byte> body, int documents)
    {
        (_documents, _seen) = (documents, new bool[documents]);
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
    }

    /// <summary>The kind of answer. For content, each index occurs once and belongs to a document, and each score is a number.</summary>
    public AnswerKind Kind { get; private set; } = AnswerKind.Malformed;

    public List<Rank> Ranks { get; } = [];

    /// <summary>The tokens it reports, wherever they are written.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>The object members that are passed on unchanged, each from its name to the end of its value.</summary>
    public List<JsonRange> Members { get; } = [];

    /// <summary>The value of <c>usage</c> when it is an object.</summary>
    public JsonRange UsageValue { get; private set; }

    public bool HasId { get; private set; }

    public bool HasObject { get; private set; }

    public bool HasModel { get; private set; }

    /// <param name="body">The whole answer.</param>
    /// <param name="documents">The number of documents sent.</param>
    public static RerankAnswerReader Read(ReadOnlySpan<byte> body, int documents)
    {
        var reader = new RerankAnswerReader(body, documents);
        try
        {
            reader.Kind = reader.ReadBody(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair in a name causes the latter.
            reader.Kind = AnswerKind.Malformed;
        }

        return reader;
    }

    private AnswerKind ReadBody(ReadOnlySpan<byte> body)
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
        {
            return ErrorShape.IsListOfErrors(body) ? AnswerKind.Error : AnswerKind.Malformed;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(body);
        }

        _json.Read();
        return _hasError || (!_hasList && ErrorShape.IsError(body)) ? AnswerKind.Error
            : _hasList && !_isBroken ? AnswerKind.Content
            : AnswerKind.Malformed;
    }

    private void ReadMember(ReadOnlySpan<byte> body)
    {
        var name = (int)_json.TokenStartIndex;
        var isList = _json.ValueTextEquals("results"u8) || _json.ValueTextEquals("data"u8);
        var isUsage = _json.ValueTextEquals("usage"u8);
        var isTokens = _json.ValueTextEquals("tokens"u8);
        var isMeta = _json.ValueTextEquals("meta"u8);
        var isError = _json.ValueTextEquals("error"u8);
        var isId = _json.ValueTextEquals("id"u8);
        var isObject = _json.ValueTextEquals("object"u8);
        var isModel = _json.ValueTextEquals("model"u8);
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (isList)
        {
            ReadList();
            return;
        }

        var isOpen = _json.TokenType == JsonTokenType.StartObject;
        if (isOpen && (isUsage || isTokens))
        {
            Take(ReadCounts(ref _json, body));
        }
        else if (isOpen && isMeta)
        {
            ReadMeta(body);
        }
        else
        {
            _json.Skip();
        }

        var value = new JsonRange(start, (int)_json.BytesConsumed - start);
        _hasError |= isError && ErrorShape.SaysSomething(body.Slice(value.Start, value.Length));
        UsageValue = isUsage && isOpen ? value : UsageValue;
        HasId |= isId;
        HasObject |= isObject;
        HasModel |= isModel;
        if (!isError && (!isUsage || isOpen))
        {
            Members.Add(new JsonRange(name, value.End - name));
        }
    }

    // Cohere's shape; SiliconFlow reports its tokens there too.
    private void ReadMeta(ReadOnlySpan<byte> body)
    {
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var tells = _json.ValueTextEquals("tokens"u8) || _json.ValueTextEquals("billed_units"u8);
            _json.Read();
            if (tells && _json.TokenType == JsonTokenType.StartObject)
            {
                Take(ReadCounts(ref _json, body));
            }
            else
            {
                _json.Skip();
            }
        }
    }

    // A place with no count or zero does not hide another that has one.
    private void Take(in TokenUsage told)
    {
        if (Usage.Prompt is null or 0 && told.Prompt > 0)
        {
            Usage = told with { Output = told.Output ?? 0 };
        }
    }

    // Some servers report only the total, and all of it was read.
    private static TokenUsage ReadCounts(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var sum = json;
        var told = UsageReader.Read(ref json);
        if (told.Prompt is not null)
        {
            return told;
        }

        while (sum.Read() && sum.TokenType == JsonTokenType.PropertyName)
        {
            var isTotal = sum.ValueTextEquals("total_tokens"u8);
            sum.Read();
            if (isTotal && sum.TokenType == JsonTokenType.Number && WholeNumber.TryRead(sum.ValueSpan, out var total)
                && total is > 0 and <= TokenUsage.MaxCount)
            {
                return told with { Prompt = (int)total };
            }

            sum.Skip();
        }

        return told;
    }

    private void ReadList()
    {
        // When there are two lists, the first is the answer.
        if (_json.TokenType != JsonTokenType.StartArray || _hasList)
        {
            _json.Skip();
            return;
        }

        _hasList = true;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                _isBroken = true;
                _json.Skip();
                continue;
            }

            ReadItem();
        }
    }

    private void ReadItem()
    {
        long index = -1;
        var (score, written) = (double.NaN, default(JsonRange));
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = _json.ValueTextEquals("index"u8);
            var isScore = _json.ValueTextEquals("relevance_score"u8) || (written.IsAbsent && _json.ValueTextEquals("score"u8));
            _json.Read();
            if (isIndex && _json.TokenType == JsonTokenType.Number)
            {
                index = WholeNumber.TryRead(_json.ValueSpan, out var number) ? number : -1;
            }
            else if (isScore && _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var value))
            {
                (score, written) = (value, new JsonRange((int)_json.TokenStartIndex, _json.ValueSpan.Length));
            }

            _json.Skip();
        }

        if (index < 0 || index >= _documents || _seen[index] || !double.IsFinite(score))
        {
            _isBroken = true;
            return;
        }

        _seen[index] = true;
        Ranks.Add(new Rank((int)index, score, written));
    }
}
