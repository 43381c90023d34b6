using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>Two readers may choose different values of a repeated name, so a body that has one is refused.</summary>
public class DuplicateKeyTests
{
    public static TheoryData<string, string> Members => new()
    {
        { "model", "\"Chat\"" },
        { "messages", "[{}]" },
        { "stream", "true" },
        { "stream_options", "{}" },
        { "max_tokens", "1" },
        { "max_completion_tokens", "1" },
        { "max_output_tokens", "1" },
        { "n", "1" },
        { "tools", "[]" },
        { "functions", "[]" },
        { "suffix", "\"\"" },
        { "prefix", "\"\"" },
        { "response_format", "{}" },
        { "enable_thinking", "true" },
        { "thinking_budget", "1024" },
        { "thinking", "{}" },
        { "reasoning_effort", "\"low\"" },
        { "reasoning", "{}" },
        { "think", "true" },
        { "chat_template_kwargs", "{}" },
        { "tool_choice", "\"auto\"" },
        { "parallel_tool_calls", "true" },
        { "function_call", "\"auto\"" },
        { "seed", "1" },
        { "top_k", "1" },
        { "top_logprobs", "1" },
        { "continue_final_message", "true" },
        { "add_generation_prompt", "true" },
    };

    [Fact]
    public void Members_OfTheTable_AreAllThatAreReadOfAChat()
    {
        var names = Enum.GetValues<HeadKeys>().Where(k => k != HeadKeys.None && (k & new RequestHead().Reads) != 0).Select(
            HeadKeyNames.NameOf);
        Assert.Equal(names.Order(), Members.Select(row => row.Data.Item1).Order());
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_WrittenTwice_IsNamed(string name, string value) =>
        AssertDuplicate(name, $$"""{"model":"Chat","messages":[{}],"{{name}}":{{value}},"x":1,"{{name}}":{{value}}}""");

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_SecondTimeWithEscapes_IsNamed(string name, string value) =>
        AssertDuplicate(name, $$"""{"{{name}}":{{value}},"\u{{(int)name[0]:x4}}{{name[1..]}}":{{value}},"model":"Chat","messages":[{}]}""");

    [Theory]
    [InlineData("null", "null")]
    [InlineData("null", "true")]
    [InlineData("true", "false")]
    public void IncludeUsage_WrittenTwice_IsNamed(string first, string second) =>
        AssertDuplicate("stream_options.include_usage",
            HeadCases.With($$"""
                "stream_options":{"include_usage":{{first}},"include_usage":{{second}}}
                """));

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_InAnotherCase_IsNamed_BesideTheRightOneAndAlone(string name, string value)
    {
        string[] spellings = [
            name.ToUpperInvariant(), char.ToUpperInvariant(name[0]) + name[1..], $"\\u{(int)char.ToUpperInvariant(name[0]):x4}{name[1..]}"
        ];
        foreach (var other in spellings)
        {
            AssertFolded(name, $$"""{"model":"Chat","messages":[{}],"{{other}}":{{value}}}""");
            AssertFolded(name, $$"""{"{{other}}":{{value}},"model":"Chat","messages":[{}],"x":1}""");
        }
    }

    [Theory]
    [InlineData("meſſages", "messages")]
    [InlineData("max_to\u212aens", "max_tokens")]
    [InlineData("MAX_TO\u212AENS", "max_tokens")]
    [InlineData("\\u017ftream", "stream")]
    [InlineData("top_\u212a", "top_k")]
    [InlineData("seedſ", null)]
    [InlineData("Models", null)]
    [InlineData("mödel", null)]
    [InlineData("Temperature", null)]
    [InlineData("x-model", null)]
    public void Member_WithLettersThatFoldToAscii_IsNamed(string written, string? name)
    {
        var body = $$"""{"model":"Chat","messages":[{}],"{{written}}":1}""";
        if (name is null)
        {
            Assert.Null(HeadCases.TryRead(body, out _));
        }
        else
        {
            AssertFolded(name, body);
        }
    }

    [Theory]
    [InlineData("""{"Role":"user"}""", "messages[].role")]
    [InlineData("""{"role":"user","content":"a","CONTENT":"b"}""", "messages[].content")]
    [InlineData("""{"role":"user","Tool_Calls":[]}""", "messages[].tool_calls")]
    [InlineData("""{"role":"user","content":[{"type":"text","Text":"b"}]}""", "messages[].content[].text")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","Image_URL":{}}]}""", "messages[].content[].image_url")]
    [InlineData(
        """{"role":"user","content":[{"type":"image_url","image_url":{"URL":"http://a"}}]}""", "messages[].content[].image_url.url")]
    public void MemberOfAMessage_InAnotherCase_IsNamed(string message, string name) => AssertFolded(name, HeadCases.Saying($"[{message}]"));

    [Theory]
    [InlineData("\"stream_options\":{\"Include_Usage\":false}", "stream_options.include_usage")]
    [InlineData("\"response_format\":{\"Type\":\"json_schema\"}", "response_format.type")]
    public void MemberBelow_InAnotherCase_IsNamed(string members, string name) => AssertFolded(name, HeadCases.With(members));

    [Fact]
    public void Role_WrittenTwice_IsNamed() =>
        AssertDuplicate("messages[0].role", HeadCases.Saying("""[{"role":"user","role":"system","content":"a"}]"""));

    [Fact]
    public void RightNames_WithEscapes_AreRead()
    {
        var head = HeadCases.Read(
            """{"mod\u0065l":"Chat","messages":[{"rol\u0065":"user","\u0063ontent":"a","r\u0065asoning":"b"}],"stream_options":{"\u0069nclude_usage":true}}""");
        Assert.True(head.IncludeUsage);
    }

    private static void AssertFolded(string name, string body)
    {
        var error = HeadCases.Refuse(body);
        Assert.Equal(("duplicate_key", name), (error.Code, error.Param));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    private static void AssertDuplicate(string name, string body)
    {
        var error = HeadCases.Refuse(body);
        Assert.Equal(("duplicate_key", name), (error.Code, error.Param));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }
}
