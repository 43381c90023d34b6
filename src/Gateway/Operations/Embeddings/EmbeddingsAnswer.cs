using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Usage;

namespace Gateway.Operations.Embeddings;

/// <summary>
/// Reads an answer with vectors in OpenAI's format or Ollama's own (<c>embeddings</c>, <c>prompt_eval_count</c>), judges it,
/// and writes it as the client asked.
/// </summary>
internal sealed class EmbeddingsAnswer
{
    private readonly List<Vector> _vectors = [];
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private bool _isOllamas;
    private bool _isInOrder = true;
    private bool _isBroken;

    /// <summary>The kind of answer.</summary>
    public AnswerKind Kind { get; private set; } = AnswerKind.Malformed;

    /// <summary>The reported tokens; the default when none are reported.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>The model's name as written, with its quotes.</summary>
    public JsonRange Model { get; private set; }

    public int Count => _vectors.Count;

    /// <summary>True when every vector has the given length.</summary>
    public bool IsOf(long? dimensions) => dimensions is not { } wanted || _vectors.TrueForAll(v => v.Length == wanted);

    public static EmbeddingsAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = new EmbeddingsAnswer();
        try
        {
            var json = new Utf8JsonReader(body);
            answer.ReadBody(ref json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            answer.Kind = AnswerKind.Malformed;
        }

        return answer;
    }

    private void ReadBody(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        var isError = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("data"u8))
            {
                json.Read();
                ReadList(ref json, isOllamas: false);
            }
            else if (json.ValueTextEquals("embeddings"u8))
            {
                json.Read();
                _isOllamas = true;
                ReadList(ref json, isOllamas: true);
            }
            else
            {
                isError |= ReadOther(ref json);
            }
        }

        _ = json.Read();
        var isWhole = !_isBroken && _vectors.Count > 0 && _vectors.TrueForAll(v => v.Length > 0 && v.Length == _vectors[0].Length);
        Kind = isError && _vectors.Count == 0 ? AnswerKind.Error : isWhole && HasOrder() ? AnswerKind.Content : AnswerKind.Malformed;
    }

    private bool ReadOther(ref Utf8JsonReader json)
    {
        var (isUsage, isModel, isCount, isError) = (
            json.ValueTextEquals("usage"u8), json.ValueTextEquals("model"u8), json.ValueTextEquals("prompt_eval_count"u8),
            json.ValueTextEquals("error"u8));
        json.Read();
        if (isUsage && json.TokenType == JsonTokenType.StartObject)
        {
            Usage = UsageReader.Read(ref json);
        }
        else if (isModel && json.TokenType == JsonTokenType.String)
        {
            Model = new JsonRange((int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex));
        }
        else if (isCount && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var count))
        {
            Usage = new TokenUsage { Prompt = count };
        }
        else
        {
            isError &= json.TokenType != JsonTokenType.Null;
            json.Skip();
            return isError;
        }

        return false;
    }

    private void ReadList(ref Utf8JsonReader json, bool isOllamas)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            _isBroken = true;
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var vector = new Vector { Index = _vectors.Count };
            if (isOllamas)
            {
                ReadVector(ref json, ref vector);
            }
            else
            {
                ReadItem(ref json, ref vector);
            }

            _isInOrder &= vector.Index == _vectors.Count;
            _vectors.Add(vector);
        }
    }

    private void ReadItem(ref Utf8JsonReader json, ref Vector vector)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            _isBroken = true;
            json.Skip();
            return;
        }

        var hasIndex = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isVector, isIndex) = (json.ValueTextEquals("embedding"u8), json.ValueTextEquals("index"u8));
            json.Read();
            if (isVector)
            {
                ReadVector(ref json, ref vector);
            }
            else if (isIndex && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var index))
            {
                (vector.Index, hasIndex) = (index, true);
            }
            else
            {
                json.Skip();
            }
        }

        _isOllamas |= !hasIndex;
    }

    private void ReadVector(ref Utf8JsonReader json, ref Vector vector)
    {
        vector.Start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.StartArray)
        {
            vector.Length = Vectors.Measure(ref json);
        }
        else if (json.TokenType == JsonTokenType.String)
        {
            vector.IsText = true;
            // Some servers escape the slash, which is frequent in base64.
            vector.Length = Vectors.Decode(json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan, _scratch);
            vector.IsEscaped = json.ValueIsEscaped;
        }
        else
        {
            json.Skip();
        }

        vector.End = (int)json.BytesConsumed;
    }

    // Checks that each index occurs once: some servers compute in parallel and list what is ready first.
    private bool HasOrder()
    {
        if (!_isInOrder)
        {
            _vectors.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        }

        return _vectors.Index().All(static v => v.Item.Index == v.Index);
    }

    /// <summary>True when the answer can go to the client unchanged.</summary>
    public bool IsAsAsked(bool base64) =>
        !_isOllamas && _isInOrder && !Model.IsAbsent && Usage != default && _vectors.TrueForAll(v => v.IsText == base64);

    /// <summary>Writes some of its vectors as list items, separated by commas.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="which">The range of vectors.</param>
    /// <param name="first">The index of the first.</param>
    /// <param name="base64">The wanted format; null keeps each as it is.</param>
    /// <param name="output">Receives the items.</param>
    public void WriteItems(ReadOnlySpan<byte> body, Range which, int first, bool? base64, IBufferWriter<byte> output)
    {
        var (from, count) = which.GetOffsetAndLength(_vectors.Count);
        for (var i = 0; i < count; i++)
        {
            var vector = _vectors[from + i];
            output.Write(i + first == 0 ? "{\"object\":\"embedding\",\"index\":"u8 : ",{\"object\":\"embedding\",\"index\":"u8);
            WriteNumber(i + first, output);
            output.Write(",\"embedding\":"u8);
            Write(body[vector.Start..vector.End], vector, base64 ?? vector.IsText, output);
            output.Write("}"u8);
        }
    }

    private void Write(ReadOnlySpan<byte> written, Vector vector, bool base64, IBufferWriter<byte> output)
    {
        if (base64 == vector.IsText)
        {
            output.Write(written);
            return;
        }

        if (base64)
        {
            Vectors.ToBase64(written, _scratch, output);
            return;
        }

        var text = written[1..^1];
        Vectors.Decode(vector.IsEscaped ? Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(written)!) : text, _scratch);
        Vectors.ToNumbers(_scratch.WrittenSpan, output);
    }

    /// <summary>Begins a complete answer, up to the first list item.</summary>
    public static void Begin(IBufferWriter<byte> output) => output.Write("{\"object\":\"list\",\"data\":["u8);

    /// <summary>Ends the answer and omits unknown values.</summary>
    public static void End(ReadOnlySpan<byte> quotedModel, long? promptTokens, IBufferWriter<byte> output)
    {
        output.Write("]"u8);
        if (!quotedModel.IsEmpty)
        {
            output.Write(",\"model\":"u8);
            output.Write(quotedModel);
        }

        if (promptTokens is { } tokens)
        {
            output.Write(",\"usage\":{\"prompt_tokens\":"u8);
            WriteNumber(tokens, output);
            output.Write(",\"total_tokens\":"u8);
            WriteNumber(tokens, output);
            output.Write("}"u8);
        }

        output.Write("}"u8);
    }

    private static void WriteNumber(long number, IBufferWriter<byte> output)
    {
        number.TryFormat(output.GetSpan(20), out var length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    // The position of a vector and the count of its numbers; zero when it is not a vector.
    private struct Vector
    {
        public int Start;
        public int End;
        public int Index;
        public int Length;
        public bool IsText;
        public bool IsEscaped;
    }
}
