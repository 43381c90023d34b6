using Gateway.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Telemetry;

/// <summary>The console writes JSON in a container and plain text elsewhere, unless .NET's own setting says otherwise.</summary>
public sealed class ConsoleLogTests
{
    [Theory]
    [InlineData(null, null, "simple")]
    [InlineData("true", null, "json")]
    [InlineData("true", "simple", "simple")]
    [InlineData(null, "json", "json")]
    public void Console_WritesAsItsPlaceAsks(string? isContainer, string? formatter, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("DOTNET_RUNNING_IN_CONTAINER", isContainer), new("Logging:Console:FormatterName", formatter)]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddGatewayLogging(configuration));
        using var provider = services.BuildServiceProvider();
        Assert.Equal(expected, provider.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
        Assert.NotNull(provider.GetRequiredService<ILoggerFactory>());
    }
}
