using Gateway.Protocol;

namespace Gateway.Tests.Protocol;

/// <summary>Two readers of one body may choose differently between two values of a name, so such a body goes no further.</summary>
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
    public void Members_OfTheTable_AreAllThatAreRead()
    {
        var names = Enum.GetValues<HeadKeys>().Where(k => k != HeadKeys.None).Select(HeadKeyNames.NameOf);
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
            Heads.With($$"""
                "stream_options":{"include_usage":{{first}},"include_usage":{{second}}}
                """));

    private static void AssertDuplicate(string name, string body)
    {
        var error = Heads.Refuse(body);
        Assert.Equal(("duplicate_key", name), (error.Code, error.Param));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }
}
