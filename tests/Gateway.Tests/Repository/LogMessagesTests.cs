using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Repository;

/// <summary>Each log message has a number of its own, which operators use to find and filter it.</summary>
public sealed class LogMessagesTests
{
    [Fact]
    public void Message_OfTheLog_HasANumberOfItsOwn()
    {
        const BindingFlags Any =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var messages = (
            from type in Product.Types
            from method in type.GetMethods(Any)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            select (Id: message.EventId, Name: $"{type.FullName}.{method.Name}")).ToList();
        Assert.True(messages.Count > 50);
        Assert.DoesNotContain(messages, static m => m.Id <= 0);
        Assert.Empty(
            from message in messages
            group message.Name by message.Id into same
            where same.Count() > 1
            select $"{same.Key}: {string.Join(", ", same)}");
    }
}
