using System.Buffers;
using System.Text;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>Reads request heads and applies edits to bodies written as text.</summary>
internal static class HeadCases
{
    public const string Minimal = """{"model":"Chat","messages":[{"role":"user","content":"hi"}]}""";

    public static RequestHead Read(string body)
    {
        Assert.Null(TryRead(body, out var head));
        return head;
    }

    public static ApiError Refuse(string body)
    {
        var error = TryRead(body, out _);
        Assert.NotNull(error);
        Assert.Equal(400, error.Status);
        return error;
    }

    public static ApiError? TryRead(string body, out RequestHead head)
    {
        head = new RequestHead();
        return RequestHeadReader.Read(Encoding.UTF8.GetBytes(body), head);
    }

    /// <summary>The minimal body with more members at its end.</summary>
    public static string With(string members) => Minimal[..^1] + "," + members + "}";

    /// <summary>The minimal body with another conversation.</summary>
    public static string Saying(string messages) => $$"""{"model":"Chat","messages":{{messages}}}""";

    public static string Text(this JsonRange range, string body) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body).AsSpan(range.Start, range.Length));

    public static string Edit(string body, Action<byte[], RequestHead, ByteEdits> change)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var edits = new ByteEdits();
        change(bytes, Read(body), edits);
        var output = new ArrayBufferWriter<byte>();
        edits.Apply(bytes, output);
        Assert.Equal(output.WrittenCount, edits.LengthAfter(bytes.Length));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
