using Gateway.Cli;
using Gateway.Runtime;

namespace Gateway.Tests.Promises.Running;

/// <summary>The gateway does not start on a runtime with the fault of CVE-2025-55315.</summary>
public sealed class ReliabilityRuntimeTests
{
    [Theory]
    [InlineData("8.0.20+abc")]
    [InlineData("9.0.9")]
    [InlineData("10.0.0-preview.7.25380.108")]
    [InlineData("10.0.0-rc.1.25451.107+2db1f5ee2b")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Runtime_WithoutTheFix_IsRefusedBeforeAnythingIsBuilt(string? version)
    {
        var exit = await ServeCommand.RunAsync(() => throw new InvalidOperationException("It was built."), version);
        Assert.Equal(1, exit);
        Assert.Contains("CVE-2025-55315", RuntimeFloor.Refuse(version), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0-rc.2.25502.107+89c8f6a112")]
    [InlineData("10.0.0+b0f34d51fc")]
    [InlineData("10.0.0-rtm.25523.111")]
    [InlineData("10.0.12")]
    [InlineData("10.1.0-preview.1.1")]
    [InlineData("11.0.0-alpha.1")]
    public void Runtime_WithTheFix_IsTaken(string version) => Assert.Null(RuntimeFloor.Refuse(version));

    [Fact]
    public void Runtime_OfTheseTests_IsKnownAndTaken() => Assert.Null(RuntimeFloor.Refuse(RuntimeFloor.Installed));
}
