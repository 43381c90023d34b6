using Gateway.Wire.Heads;

namespace Gateway.Tests.Wire.Heads;

/// <summary>Decides whether a request depends on the tools that it offers, and removes them.</summary>
public sealed class OfferedToolsTests
{
    private const string Tools =
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]";

    [Theory]
    [InlineData(Tools, true, 2)]
    [InlineData("\"functions\":[{\"name\":\"f\"}]", true, 1)]
    [InlineData(Tools + ",\"tool_choice\":\"auto\"", true, 2)]
    [InlineData(Tools + ",\"tool_choice\":\"none\"", true, 2)]
    [InlineData(Tools + ",\"tool_choice\":null", true, 2)]
    [InlineData("\"tool_choice\":\"required\"," + Tools, false, 2)]
    [InlineData(Tools + ",\"tool_choice\":{\"type\":\"function\"}", false, 2)]
    [InlineData(Tools + ",\"tool_choice\":1", false, 2)]
    [InlineData(Tools + ",\"function_call\":{\"name\":\"f\"}", false, 2)]
    [InlineData("\"tools\":[]", false, 0)]
    [InlineData("\"tools\":null", false, 0)]
    [InlineData("\"x\":1", false, 0)]
    public void Request_CanDoWithoutTools_ThatNobodyMustCall(string members, bool can, int count)
    {
        var head = HeadCases.Read(HeadCases.With(members));
        Assert.Equal((can, count), (head.CanDoWithoutTools, head.ToolCount));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"a"}""", true)]
    [InlineData("""{"role":"assistant","content":"a","tool_calls":null}""", true)]
    [InlineData("""{"role":"assistant","content":"a","tool_calls": [ ] }""", true)]
    [InlineData("""{"role":"assistant","content":"a","function_call":null}""", true)]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}""", false)]
    [InlineData("""{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}}""", false)]
    [InlineData("""{"role":"tool","tool_call_id":"1","content":"b"}""", false)]
    [InlineData("""{"role":"function","name":"f","content":"b"}""", false)]
    public void Request_CanDoWithoutTools_UntilOneIsCalled(string message, bool can)
    {
        var body = HeadCases.Saying($$"""[{{message}},{"role":"user","content":"hi"}]""");
        Assert.Equal(can, HeadCases.Read(body[..^1] + "," + Tools + "}").CanDoWithoutTools);
    }

    [Theory]
    [InlineData("{" + Tools + ",\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", """{"model":"m","messages":[{"role":"user"}]}""")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]," + Tools + "}", """{"model":"m","messages":[{"role":"user"}]}""")]
    [InlineData(
        "{\"model\":\"m\"," + Tools
            + ",\"messages\":[{\"role\":\"user\",\"tools\":[1]}],\"tool_choice\":\"auto\",\"parallel_tool_calls\":false}",
            """{"model":"m","messages":[{"role":"user","tools":[1]}]}""")]
    [InlineData(
        "{\"tool_choice\":\"auto\", " + Tools
            + " , \"functions\":[{\"name\":\"f\"}],\"function_call\":\"auto\", \"model\":\"m\",\"messages\":[{\"role\":\"user\"}] }",
            """{"model":"m","messages":[{"role":"user"}] }""")]
    [InlineData(
        "{\"model\":\"m\",\"to\\u006fls\":[{\"type\":\"function\"}],\"messages\":[{\"role\":\"user\"}]}",
        """{"model":"m","messages":[{"role":"user"}]}""")]
    public void Removal_TakesEveryMemberOfTools_AndNoOtherByte(string body, string left) =>
        Assert.Equal(
            left,
            HeadCases.Edit(body, static (bytes, _, edits) => OfferedTools.Remove(bytes, edits)).Replace(
                "{  ", "{", StringComparison.Ordinal)
                .Replace("{ \"model", "{\"model", StringComparison.Ordinal));

    [Fact]
    public void Removal_BehindAnother_OfTheSameMember_RemovesItOnce()
    {
        const string Body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]," + Tools
            + ",\"functions\":[],\"function_call\":\"auto\"}";
        var edited = HeadCases.Edit(Body, static (bytes, head, edits) =>
        {
            RequestBody.Remove(bytes, head, HeadKeys.Functions | HeadKeys.FunctionCall, edits);
            OfferedTools.Remove(bytes, edits);
        });
        Assert.Equal("""{"model":"m","messages":[{"role":"user"}]}""", edited);
    }
}
