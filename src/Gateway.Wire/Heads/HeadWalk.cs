using System.Text.Json;
using System.Text.Unicode;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <summary>
/// The single pass over a request's body, whatever the operation. The body must be one JSON object, in which no member that is read occurs
/// twice. Head readers take each step through it, so that a fault stops all loops.
/// </summary>
internal ref struct HeadWalk(ReadOnlySpan<byte> body, RequestHead head)
{
    /// <summary>Longer model names are refused: no provider has them, and every log line and error repeats the name.</summary>
    private const int MaxModelBytes = 256;

    private const int Model = 0;

    /// <summary>The reader at its current position.</summary>
    public Utf8JsonReader Json = new(body, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly RequestHead _head = head;

    /// <summary>The members found, one bit each.</summary>
    public int Seen { get; private set; }

    /// <summary>The first fault found.</summary>
    public ApiError? Fault { get; private set; }

    public readonly JsonRange Token => new((int)Json.TokenStartIndex, (int)(Json.BytesConsumed - Json.TokenStartIndex));

    /// <summary>Walks over the body.</summary>
    /// <returns>The error to answer with; null when the body is valid.</returns>
    public static ApiError? Run<TReader>(ref TReader reader)
        where TReader : IHeadReader, allows ref struct
    {
        if (!Utf8.IsValid(reader.Walk._body))
        {
            return ApiErrors.InvalidJson("it is not valid UTF-8.");
        }

        try
        {
            Read(ref reader);
            return reader.Walk.Fault ?? reader.Close();
        }
        catch (JsonException e)
        {
            return HeadFaults.Of(e, reader.Walk.Json.CurrentDepth);
        }
        catch (InvalidOperationException)
        {
            return HeadFaults.OfHalfAPair(reader.Walk.Json.BytesConsumed);
        }
    }

    /// <summary>The index of the name at the current position; -1 when it is none of them.</summary>
    public readonly int IndexOf(string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (Json.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public bool Next() => Fault is null && Json.Read();

    public void Skip()
    {
        if (Fault is null)
        {
            Json.Skip();
        }
    }

    /// <summary>Skips an unknown member, unless a case-insensitive reader would take it for a known one.</summary>
    public void SkipOther(ReadOnlySpan<string> known, string path = "")
    {
        if (FoldedNames.Find(ref Json, known) is { } name)
        {
            Fail(ApiErrors.FoldedKey(Json.GetString()!, path + name));
        }

        Skip();
    }

    public void Fail(ApiError fault) => Fault ??= fault;

    public void FailType(string param, string wanted) => Fail(ApiErrors.InvalidType(param, wanted, HeadFaults.NameOf(Json.TokenType)));

    private static void Read<TReader>(ref TReader reader)
        where TReader : IHeadReader, allows ref struct
    {
        ref var walk = ref reader.Walk;
        if (!walk.Next() || walk.Json.TokenType != JsonTokenType.StartObject)
        {
            walk.Fail(ApiErrors.InvalidJson("it must be one JSON object."));
            return;
        }

        while (walk.Next() && walk.Json.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, ref walk);
        }

        walk._head.End = (int)walk.Json.TokenStartIndex;
        // Anything but white space after the object makes the reader throw here.
        _ = walk.Next();
        if (walk._head.Model.IsAbsent)
        {
            walk.Fail(ApiErrors.MissingParameter("model", $"Name {TReader.ModelHint} or a model; GET {TReader.ModelList} lists them."));
        }
    }

    private static void ReadMember<TReader>(ref TReader reader, ref HeadWalk walk)
        where TReader : IHeadReader, allows ref struct
    {
        var member = reader.Find();
        if (member < 0)
        {
            walk.SkipOther(reader.Names);
            return;
        }

        if ((walk.Seen & (1 << member)) != 0)
        {
            walk.Fail(ApiErrors.DuplicateKey(walk.Json.GetString()!));
            return;
        }

        walk.Seen |= 1 << member;
        var start = (int)walk.Json.TokenStartIndex;
        walk.Next();
        if (member == Model)
        {
            walk.ReadModel(TReader.ModelHint);
        }
        else
        {
            reader.Read(member, start);
        }
    }

    private void ReadModel(string hint)
    {
        if (Json.TokenType != JsonTokenType.String)
        {
            FailType("model", "a string");
        }
        else if (Json.ValueSpan.IsEmpty)
        {
            Fail(ApiErrors.InvalidValue("model", $"is empty. Name {hint} or a model."));
        }
        else if (Json.ValueSpan.Length > MaxModelBytes)
        {
            Fail(ApiErrors.InvalidValue("model", $"is longer than {MaxModelBytes} bytes."));
        }
        else
        {
            // Code that decodes the name later must not be the first to find that it is not text.
            _ = Json.ValueIsEscaped ? Json.GetString() : null;
            _head.Model = Token;
        }
    }
}
