using System.Text.Json;
using System.Text.Unicode;
using Gateway.Protocol;

namespace Gateway.Operations.Rerank;

/// <summary>Reads the head of a request to rank documents in one pass over its body.</summary>
internal ref struct RerankHeadReader
{
    /// <summary>More documents than any client was seen to send; bounds what an answer holds.</summary>
    public const int MaxDocuments = 10_000;

    private const int MaxModelBytes = 256;
    private const string WayOut = "Send a text, or an object with its text: {\"text\": \"...\"}.";
    private static readonly string[] Names = ["model", "query", "documents", "top_n", "return_documents"];

    private readonly ReadOnlySpan<byte> _body;
    private readonly RerankHead _head;
    private Utf8JsonReader _json;
    private ApiError? _fault;
    private int _seen;
    private bool _hasMedia;

    private RerankHeadReader(ReadOnlySpan<byte> body, RerankHead head)
    {
        _body = body;
        _head = head;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestHeadReader.MaxDepth });
    }

    /// <returns>The fault to answer with; null when all is well.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, RerankHead head)
    {
        if (!Utf8.IsValid(body))
        {
            return ApiErrors.InvalidJson("it is not valid UTF-8.");
        }

        var reader = new RerankHeadReader(body, head);
        try
        {
            reader.ReadBody();
        }
        catch (JsonException e)
        {
            return HeadFaults.Of(e, reader._json.CurrentDepth);
        }
        catch (InvalidOperationException)
        {
            return HeadFaults.OfHalfAPair(reader._json.BytesConsumed);
        }

        return reader._fault
            ?? (head.Model.IsAbsent ? ApiErrors.MissingParameter("model", "Name \"Rerank\" or a model; GET /v1/models?sub_type=reranker lists them.") : null)
            ?? (head.Query.IsAbsent ? ApiErrors.MissingParameter("query", WayOut) : null)
            ?? (head.Documents.IsAbsent ? ApiErrors.MissingParameter("documents", "Send the texts to rank as a list.") : null)
            ?? reader.KeepDocuments();
    }

    private void ReadBody()
    {
        if (!Next() || _json.TokenType != JsonTokenType.StartObject)
        {
            Fail(ApiErrors.InvalidJson("it must be one JSON object."));
            return;
        }

        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember();
        }

        _head.End = (int)_json.TokenStartIndex;
        _head.Close();
        // Anything but white space behind the object makes the reader throw here.
        _ = _fault is null && _json.Read();
    }

    private void ReadMember()
    {
        var key = HeadFaults.IndexOf(ref _json, Names);
        if (key < 0)
        {
            if (FoldedNames.Find(ref _json, Names) is { } name)
            {
                Fail(ApiErrors.FoldedKey(_json.GetString()!, name));
            }

            Skip();
            return;
        }

        if ((_seen & (1 << key)) != 0)
        {
            Fail(ApiErrors.DuplicateKey(Names[key]));
            return;
        }

        _seen |= 1 << key;
        var start = (int)_json.TokenStartIndex;
        Next();
        switch (Names[key])
        {
            case "model": ReadModel(); break;
            case "query": ReadQuery(); break;
            case "documents": ReadDocuments(); break;
            case "top_n": _head.TopNMember = ReadTopN(start); break;
            default: _head.ReturnsMember = ReadReturns(start); break;
        }
    }

    private void ReadModel()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            FailType("model", "a string");
        }
        else if (_json.ValueSpan.Length is 0 or > MaxModelBytes)
        {
            Fail(ApiErrors.InvalidValue("model", _json.ValueSpan.IsEmpty ? "is empty. Name \"Rerank\" or a model." : $"is longer than {MaxModelBytes} bytes."));
        }
        else
        {
            // Whoever decodes the name later must not be the one to find that it is no text.
            _ = _json.ValueIsEscaped ? _json.GetString() : null;
            _head.Model = Token;
        }
    }

    private void ReadQuery()
    {
        var start = (int)_json.TokenStartIndex;
        _hasMedia = false;
        var text = ReadText("query");
        if (_fault is null && text.IsEmpty && !_hasMedia)
        {
            Fail(ApiErrors.InvalidValue("query", $"is empty. {WayOut}"));
        }

        _head.QueryTokens = TokenEstimate.OfText(text);
        _head.Query = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private void ReadDocuments()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            FailType("documents", "a list of texts or objects");
            return;
        }

        var start = (int)_json.TokenStartIndex;
        for (var i = 0; Next() && _json.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == MaxDocuments)
            {
                Fail(ApiErrors.InvalidValue("documents", $"holds more than {MaxDocuments} documents. Send them in several requests."));
                return;
            }

            var text = ReadText($"documents[{i}]");
            _head.Add(text.Length, TokenEstimate.OfText(text));
        }

        if (_head.DocumentCount == 0)
        {
            Fail(ApiErrors.InvalidValue("documents", "is empty. Send at least one text to rank."));
        }

        _head.Documents = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    // As it stands in JSON, without its quotes.
    private ReadOnlySpan<byte> ReadText(string param)
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            // Half of an escaped surrogate pair throws here, and not at a backend.
            _ = _json.ValueIsEscaped ? _json.GetString() : null;
            return _json.ValueSpan;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            FailType(param, "a text or an object");
            return default;
        }

        var start = (int)_json.TokenStartIndex;
        var document = DocumentText.Read(ref _json, _body);
        var place = new JsonRange(start, (int)_json.BytesConsumed - start);
        if (document.HasMedia)
        {
            // No text stands for it, so it goes as it is: of few models that rank is known what they see, and whose backend refuses says so.
            _hasMedia = true;
            return default;
        }

        if (document.Text is not [(byte)'"', _, .., (byte)'"'] json)
        {
            Fail(ApiErrors.InvalidValue(param, $"holds no text. {WayOut}"));
            return default;
        }

        _head.Texts.Add((place, json));
        return json.AsSpan()[1..^1];
    }

    private JsonRange ReadTopN(int start)
    {
        if (_json.TokenType == JsonTokenType.Number && WholeNumber.TryRead(_json.ValueSpan, out var top) && top > 0)
        {
            _head.TopN = top;
        }
        else if (_json.TokenType == JsonTokenType.Number)
        {
            Fail(ApiErrors.InvalidValue("top_n", "must be a whole number above 0. Leave it out to have all documents ranked."));
        }
        else if (_json.TokenType != JsonTokenType.Null)
        {
            FailType("top_n", "a whole number");
        }

        return new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private JsonRange ReadReturns(int start)
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            FailType("return_documents", "true or false");
        }

        _head.ReturnsDocuments = _json.TokenType == JsonTokenType.True;
        return new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    // Whether they are wanted may stand behind them.
    private readonly ApiError? KeepDocuments()
    {
        if (!_head.ReturnsDocuments)
        {
            return null;
        }

        var json = new Utf8JsonReader(_body.Slice(_head.Documents.Start, _head.Documents.Length));
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            var document = _body.Slice(_head.Documents.Start + start, (int)json.BytesConsumed - start);
            _head.Return(document[0] == (byte)'"' ? [.. "{\"text\":"u8, .. document, (byte)'}'] : document.ToArray());
        }

        return null;
    }

    private bool Next() => _fault is null && _json.Read();

    private void Skip()
    {
        if (_fault is null)
        {
            _json.Skip();
        }
    }

    private void Fail(ApiError fault) => _fault ??= fault;

    private void FailType(string param, string wanted) =>
        Fail(ApiErrors.InvalidType(param, wanted, HeadFaults.NameOf(_json.TokenType)));

    private readonly JsonRange Token => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));
}
