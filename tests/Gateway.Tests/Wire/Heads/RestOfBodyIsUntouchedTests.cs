using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Tests.Wire.Bytes;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>The parts that the gateway does not change reach the backend byte for byte, whatever they are.</summary>
public class RestOfBodyIsUntouchedTests
{
    private static readonly Gen<string> Options =
        Gen.OneOf(
            "", "null", "{}", "{ }", """{"include_usage":false}""", """{"a":1, "include_usage" : null}""", """{"b":[{}]}""",
            """{"include_usage":true}""");

    private static readonly Gen<string> Body =
        Gen.Select(Options, Gen.OneOf("Chat", "模", "a\\u0062"), JsonTexts.Value.Array[0, 4], Gen.OneOf("", " ", "\n\t"), Gen.Int[0, 1000])
            .Select((options, model, unknown, space, seed) =>
            {
                List<string> members =
                [
                    $"\"model\"{space}:\"{model}\"", "\"stream\":true",
                    "\"messages\":[{\"reasoning\":\"r\",\"content\":\"x\"},{\"reasoning_content\":null}]",
                    .. unknown.Select((value, i) => $"\"x{i}\":{space}{value}"),
                ];
                members.AddRange(options.Length > 0 ? [$"\"stream_options\":{space}{options}"] : []);
                var rotated = members.Skip(seed % members.Count).Concat(members.Take(seed % members.Count));
                return space + "{" + string.Join("," + space, rotated) + space + "}" + space;
            });

    [Fact]
    public void Body_Edited_OutsideTheEditsIsTheSame() => Body.Sample(body =>
    {
        var source = Encoding.UTF8.GetBytes(body);
        var (edits, output) = Edit(source, body);
        int read = 0, written = 0;
        foreach (var edit in edits.InOrder)
        {
            var between = edit.Start - read;
            Assert.Equal(source.AsSpan(read, between), output.AsSpan(written, between));
            Assert.Equal(edit.Replacement.Span, output.AsSpan(written + between, edit.Replacement.Length));
            read = edit.Start + edit.Length;
            written += between + edit.Replacement.Length;
        }

        Assert.Equal(source.AsSpan(read), output.AsSpan(written));
    });

    [Fact]
    public void Body_Edited_HoldsWhatIsWantedAndTheRestVerbatim() => Body.Sample(body =>
    {
        var before = JsonDocument.Parse(body).RootElement;
        var after = JsonDocument.Parse(Edit(Encoding.UTF8.GetBytes(body), body).Output).RootElement;
        Assert.Equal("backend/model", after.GetProperty("model").GetString());
        Assert.True(after.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.True(after.GetProperty("messages")[0].TryGetProperty("reasoning_content", out _));
        string[] edited = ["model", "stream_options", "messages"];
        Assert.Equal(Verbatim(before, edited), Verbatim(after, edited));
    });

    private static IEnumerable<string> Verbatim(JsonElement json, string[] except) =>
        json.EnumerateObject().Where(p => !except.Contains(p.Name)).Select(p => p.Name + p.Value.GetRawText());

    private static (ByteEdits Edits, byte[] Output) Edit(byte[] source, string body)
    {
        var head = HeadCases.Read(body);
        var edits = new ByteEdits();
        RequestBody.AskForUsage(source, head, edits);
        RequestBody.NameReasoning(source, head, "\"reasoning_content\""u8.ToArray(), edits);
        RequestBody.NameModel(source, head, "\"backend/model\""u8.ToArray(), edits);
        var output = new ArrayBufferWriter<byte>();
        edits.Apply(source, output);
        return (edits, output.WrittenSpan.ToArray());
    }
}
