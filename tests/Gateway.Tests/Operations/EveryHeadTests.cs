using System.Text;
using Gateway.Surfaces;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Operations;

/// <summary>The same fault in a body gets the same error, whatever the operation.</summary>
public sealed class EveryHeadTests
{
    private static readonly Dictionary<Surface, string> Rests = new()
    {
        [SurfaceTable.Chat] = """ "messages":[{"role":"user","content":"Hi"}]""",
        [SurfaceTable.Completions] = """ "prompt":"Hi" """,
        [SurfaceTable.Fim] = """ "prompt":"Hi" """,
        [SurfaceTable.Embeddings] = """ "input":"Hi" """,
        [SurfaceTable.Rerank] = """ "query":"Hi","documents":["Hi"]""",
    };

    public static TheoryData<string> Addresses { get; } = [.. SurfaceTable.All.Select(s => s.Path)];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void AWholeBody_HasNoFault(string address) => Assert.Null(Read(address, rest => $$"""{"model":"m",{{rest}}}"""));

    [Theory]
    [MemberData(nameof(Addresses))]
    public void AModel_StandsThereOnceAsAName(string address)
    {
        Assert.Equal(("missing_required_parameter", "model"), CodeAndParam(Read(address, rest => $$"""{{{rest}}}""")));
        Assert.Equal(("duplicate_key", "model"), CodeAndParam(Read(address, rest => $$"""{"model":"m",{{rest}},"mod\u0065l":"m"}""")));
        Assert.Equal(("duplicate_key", "model"), CodeAndParam(Read(address, rest => $$"""{"model":"m",{{rest}},"Model":"m"}""")));
        Assert.Equal(("invalid_type", "model"), CodeAndParam(Read(address, rest => $$"""{"model":1,{{rest}}}""")));
        Assert.Equal(("invalid_value", "model"), CodeAndParam(Read(address, rest => $$"""{"model":"",{{rest}}}""")));
        Assert.Null(Read(address, rest => $$"""{"model":"{{new string('m', 256)}}",{{rest}}}"""));
        Assert.Equal(
            ("invalid_value", "model"), CodeAndParam(Read(address, rest => $$"""{"model":"{{new string('m', 257)}}",{{rest}}}""")));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void ABody_IsOneObjectOfText(string address)
    {
        Assert.Equal("invalid_json", Read(address, _ => "[]")?.Code);
        Assert.Equal("invalid_json", Read(address, rest => $$"""{"model":"m",{{rest}}""")?.Code);
        Assert.Equal("invalid_json", Read(address, rest => $$"""{"model":"m",{{rest}}} {}""")?.Code);
        Assert.Equal("invalid_json", Read(address, rest => $$"""{"model":"\ud800",{{rest}}}""")?.Code);
        Assert.Equal(
            "too_deep", Read(address, rest => $$"""{"model":"m",{{rest}},"x":{{new string('[', 64)}}{{new string(']', 64)}}}""")?.Code);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void WhatIsAskedFor_MustBeThereOnce(string address)
    {
        var mark = SurfaceTable.All.Single(s => s.Path == address).Operation.Mark;
        Assert.Equal(
            ("missing_required_parameter", mark),
            CodeAndParam(
                Read(address, rest => $$"""{"model":"m",{{rest.Replace($"\"{mark}\"", "\"other\"", StringComparison.Ordinal)}}}""")));
        Assert.Equal(("duplicate_key", mark), CodeAndParam(Read(address, rest => $$"""{"model":"m",{{rest}},"{{mark}}":"Hi"}""")));
    }

    private static (string?, string?) CodeAndParam(ApiError? error) => (error?.Code, error?.Param);

    private static ApiError? Read(string address, Func<string, string> bodyOf)
    {
        var surface = SurfaceTable.All.Single(s => s.Path == address);
        return surface.Operation.ReadHead(Encoding.UTF8.GetBytes(bodyOf(Rests[surface])), surface.Operation.NewHead());
    }
}
