//! Programs that are started as root on purpose, and why.

use self::Privilege::{Drops, Keeps, Passes};

/// What is known of the program `name`, which has no folder: `sshd`.
pub fn daemon(name: &str) -> Option<&'static Daemon> {
    DAEMONS.iter().find(|it| it.names.contains(&name))
}

/// Programs that are started as root for the same reason.
#[derive(Debug)]
pub struct Daemon {
    /// What they are called.
    pub names: &'static [&'static str],
    /// What becomes of root.
    pub privilege: Privilege,
    /// What they do that root is for, as the rest of a sentence that begins with the name.
    pub why: &'static str,
}

/// What a program that is started as root does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privilege {
    /// It keeps root, because its work needs it.
    Keeps,
    /// It opens its ports and logs, and then serves as another user.
    Drops,
    /// It starts other programs, each as the user that its configuration says.
    Passes,
}

const fn daemon_of(names: &'static [&'static str], privilege: Privilege, why: &'static str) -> Daemon {
    Daemon { names, privilege, why }
}

const SERVER: &str = "opens its ports and logs, and then serves as another user";

// General knowledge of the programs' manuals.
#[rustfmt::skip]
static DAEMONS: &[Daemon] = &[
    daemon_of(&["init", "systemd", "runsvdir", "runsvdir-start", "runit-init", "my_init", "openrc-init", "s6-svscan"], Keeps,
        "starts services, each as its own user"),
    daemon_of(&["sshd", "dropbear", "vsftpd", "proftpd", "pure-ftpd", "in.tftpd", "login", "smbd", "sssd", "vncserver-x11-serviced"],
        Keeps, "acts for the users who log in"),
    daemon_of(&["cron", "crond", "anacron", "atd", "fcron"], Keeps, "runs jobs as the users who own them"),
    daemon_of(&["dockerd", "dockerd-entrypoint.sh", "containerd", "buildkitd", "kubelet", "k3s", "podman", "kaniko"], Keeps,
        "makes containers"),
    daemon_of(&[
        "openvpn", "openconnect", "vpnc", "wg", "wg-quick", "ipsec", "charon", "strongswan", "pppd", "xl2tpd", "pptpd", "ocserv", "keepalived",
        "dhcpd", "kea-dhcp4", "hostapd", "zebra", "bird", "ovs-vswitchd", "tailscaled", "fail2ban-server", "firewalld", "ip6tables",
        "iptables", "nft", "shorewall", "wpa_supplicant",
    ], Keeps, "changes the network of the machine"),
    daemon_of(&["rpc.nfsd", "rpcbind", "rpc.mountd", "ganesha.nfsd", "iscsid", "multipathd", "udevd"], Keeps,
        "serves the file systems of the machine"),
    daemon_of(&["tcpdump", "masscan", "zmap", "arp-scan", "iftop", "nethogs"], Keeps, "reads and sends raw packets"),
    daemon_of(&["atop", "bpftrace", "gdbserver", "htop", "ltrace", "perf", "strace", "sysdig"], Keeps,
        "looks into the processes of others"),
    daemon_of(&["nginx", "openresty", "tengine", "apache2", "apache2ctl", "apachectl", "apache2-foreground", "httpd",
        "httpd-foreground", "lighttpd", "h2o", "varnishd"], Drops, SERVER),
    daemon_of(&["php-fpm", "php-fpm5", "php-fpm7", "php-fpm7.4", "php-fpm8", "php-fpm8.1", "php-fpm8.2", "php-fpm8.3",
        "php-fpm8.4"], Drops, SERVER),
    daemon_of(&["named", "unbound", "dnsmasq", "squid", "postfix", "master", "dovecot", "exim", "exim4", "opendkim", "ntpd",
        "chronyd", "slapd", "tor", "privoxy", "snmpd"], Drops, SERVER),
    daemon_of(&["supervisord", "circusd", "monit", "god", "s6-overlay", "service", "systemctl", "rc-service"], Passes,
        "starts other programs, each as the user that its configuration says"),
];
